import YAMLText

/// The most that a host allows its sandboxes, limit by limit. What `sandbox.yaml` or a default puts higher is lowered.
package struct LimitCeilings: Sendable, Equatable {
    /// What is wrong with a ceiling as it is written.
    package struct Slip: Error, Equatable, Sendable, CustomStringConvertible {
        package let description: String
    }

    /// In milliseconds, bytes, or a count, by the limit's key.
    private var values: [String: Int] = [:]

    /// What sandboxes have that say nothing; a ceiling that is lower holds for it, too.
    package var defaults = LimitDefaults()

    /// No ceilings.
    package init() {}

    /// What a host allows whose operator says nothing.
    package static let standard = LimitCeilings(values: [
        "wall": 60_000, "cpu": 30_000, "memory": 512 << 20, "body": 16 << 20, "reply": 8 << 20, "state": 64 << 20, "patch": 16 << 20,
        "queue": 1_024, "queued": 30_000, "turns": 4_096, "load": 30_000, "log": 1 << 20, "bundle": 64 << 20,
    ])

    private init(values: [String: Int]) { self.values = values }

    /// Reads ceilings written like `wall=10s`, `memory=256MiB` or `queue=64`. The last one of a limit counts.
    ///
    /// - Parameter base: Holds for the limits that are not among them.
    package init(parsing texts: [String], over base: LimitCeilings = LimitCeilings()) throws(Slip) {
        values = base.values
        for text in texts { try read(text) }
    }

    /// The keys that can have a ceiling.
    package static var keys: [String] { SettingsLimit.all.map(\.key) }

    private mutating func read(_ text: String) throws(Slip) {
        let (limit, value) = try SettingsLimit.assignment(text)
        values[limit.key] = value
    }

    /// Gives limits that nobody has written their defaults.
    func fill(_ limits: inout SandboxLimits, unless written: Set<String>) {
        for limit in SettingsLimit.all where !written.contains(limit.key) {
            guard let value = defaults.values[limit.key] else { continue }
            limit.apply(min(value, values[limit.key] ?? value), to: &limits)
        }
    }

    /// Lowers what is too high.
    ///
    /// - Returns: A sentence for each limit that was written higher than its ceiling; what only the default puts higher is
    ///   lowered without one.
    func lower(_ limits: inout SandboxLimits) -> [String] {
        guard !values.isEmpty else { return [] }
        let defaults = SandboxLimits()
        var sentences: [String] = []
        for limit in SettingsLimit.all {
            guard let ceiling = values[limit.key] else { continue }
            let value = limit.value(in: limits)
            guard value > ceiling else { continue }
            limit.apply(ceiling, to: &limits)
            guard value != limit.value(in: defaults) else { continue }
            let (asked, held) = (limit.unit.text(for: value), limit.unit.text(for: ceiling))
            sentences.append(
                "limits.\(limit.key) is \(asked), and this host allows \(held), which holds (--limit \(limit.key)=\(asked) allows it)")
        }
        return sentences
    }
}
