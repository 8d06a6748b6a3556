import PlainText
import YAMLText

extension SettingsLimit {
    /// Reads a limit of an option, such as `wall=10s`, `memory=256MiB` or `queue=64`.
    static func assignment(_ text: String) throws(LimitCeilings.Slip) -> (limit: SettingsLimit, value: Int) {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2 else {
            throw LimitCeilings.Slip(description: "\"\(text)\" has to be written like wall=10s or memory=256MiB")
        }
        guard let limit = SettingsLimit.all.first(where: { $0.key == parts[0] }) else {
            let keys = SettingsLimit.all.map(\.key)
            let nearest = Spelling.nearest(to: parts[0], among: keys, limit: 1).first
            let hint = nearest.map { "did you mean \"\($0)\"?" } ?? "known: \(keys.joined(separator: ", "))"
            throw LimitCeilings.Slip(description: "unknown limit \"\(parts[0])\" (\(hint))")
        }
        guard let value = limit.unit.value(of: parts[1]) else {
            throw LimitCeilings.Slip(description: "\(limit.key) has to be written like \(limit.unit.example), not \"\(parts[1])\"")
        }
        guard limit.range.contains(value) else {
            let lower = limit.unit.text(for: limit.range.lowerBound)
            let upper = limit.unit.text(for: limit.range.upperBound)
            throw LimitCeilings.Slip(description: "\(limit.key) has to be from \(lower) to \(upper), not \(parts[1])")
        }
        return (limit, value)
    }
}
