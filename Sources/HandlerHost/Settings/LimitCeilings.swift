import PlainText
import YAMLText

/// The most that a host allows its sandboxes, limit by limit. What `sandbox.yaml` or a default puts higher is lowered.
package struct LimitCeilings: Sendable, Equatable {
    /// What is wrong with a ceiling as it is written.
    package struct Slip: Error, Equatable, Sendable, CustomStringConvertible {
        package let description: String
    }

    /// In milliseconds, bytes, or a count, by the limit's key.
    private var values: [String: Int] = [:]

    /// No ceilings.
    package init() {}

    /// Reads ceilings written like `wall=10s`, `memory=256MiB` or `queue=64`. The last one of a limit counts.
    package init(parsing texts: [String]) throws(Slip) {
        for text in texts { try read(text) }
    }

    /// The keys that can have a ceiling.
    package static var keys: [String] { SettingsLimit.all.map(\.key) }

    private mutating func read(_ text: String) throws(Slip) {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2 else { throw Slip(description: "\"\(text)\" has to be written like wall=10s or memory=256MiB") }
        guard let limit = SettingsLimit.all.first(where: { $0.key == parts[0] }) else {
            let nearest = Spelling.nearest(to: parts[0], among: Self.keys, limit: 1).first
            let hint = nearest.map { "did you mean \"\($0)\"?" } ?? "known: \(Self.keys.joined(separator: ", "))"
            throw Slip(description: "unknown limit \"\(parts[0])\" (\(hint))")
        }
        guard let value = limit.unit.value(of: parts[1]) else {
            throw Slip(description: "\(limit.key) has to be written like \(limit.unit.example), not \"\(parts[1])\"")
        }
        guard limit.range.contains(value) else {
            let lower = limit.unit.text(for: limit.range.lowerBound)
            let upper = limit.unit.text(for: limit.range.upperBound)
            throw Slip(description: "\(limit.key) has to be from \(lower) to \(upper), not \(parts[1])")
        }
        values[limit.key] = value
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
            sentences.append("limits.\(limit.key) is \(asked), and this host allows \(held), which holds")
        }
        return sentences
    }
}
