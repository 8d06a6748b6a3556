/// What an operator gives sandboxes whose `sandbox.yaml` says nothing of a limit, in the place of the standard values.
package struct LimitDefaults: Sendable, Equatable {
    /// In milliseconds, bytes, or a count, by the limit's key.
    private(set) var values: [String: Int] = [:]

    /// The standard values.
    package init() {}

    /// Reads limits written like `cpu=1s`, `memory=256MiB` or `queue=64`. The last one of a limit counts.
    package init(parsing texts: [String]) throws(LimitCeilings.Slip) {
        for text in texts {
            let (limit, value) = try SettingsLimit.assignment(text)
            values[limit.key] = value
        }
    }
}
