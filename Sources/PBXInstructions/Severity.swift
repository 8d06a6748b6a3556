/// Whether a finding keeps a value from being used.
package enum Severity: String, Sendable {
    /// The instruction is not sent.
    case error
    /// The instruction is sent, but it may not do what its author means.
    case warning
}
