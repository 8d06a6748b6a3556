import YAMLText

/// A key of `limits`: how its value is written, and from what to what it may go.
struct SettingsLimit: Sendable {
    enum Place: Sendable {
        case duration(any WritableKeyPath<SandboxLimits, Duration> & Sendable)
        case integer(any WritableKeyPath<SandboxLimits, Int> & Sendable)
    }
    let key: String
    let unit: WrittenUnit
    /// In milliseconds, bytes, or a count.
    let range: ClosedRange<Int>
    let place: Place

    static let all = [
        duration("wall", 10...600_000, \.wall),
        duration("cpu", 1...600_000, \.cpu),
        size("memory", (16 << 20)...(64 << 30), \.memory),
        size("body", 1...(1 << 30), \.body),
        size("reply", 1...(256 << 20), \.reply),
        size("state", 1...(512 << 20), \.state),
        size("patch", 1...(64 << 20), \.patch),
        count("queue", 1...65_536, \.queue),
        duration("queued", 10...600_000, \.queued),
        count("turns", 1...65_536, \.turns),
        duration("load", 10...600_000, \.load),
        size("log", 0...(16 << 20), \.log),
        size("bundle", 1...(1 << 30), \.bundle),
    ]

    func apply(_ value: Int, to limits: inout SandboxLimits) {
        switch place {
        case .duration(let path): limits[keyPath: path] = .milliseconds(value)
        case .integer(let path): limits[keyPath: path] = value
        }
    }

    /// The value in `limits`, as it is written in settings.
    func text(in limits: SandboxLimits) -> String { unit.text(for: value(in: limits)) }

    /// The value in `limits`: in milliseconds, bytes, or a count.
    func value(in limits: SandboxLimits) -> Int {
        switch place {
        case .duration(let path): Int(clamping: limits[keyPath: path].microseconds / 1_000)
        case .integer(let path): limits[keyPath: path]
        }
    }

    private static func duration(
        _ key: String, _ range: ClosedRange<Int>, _ path: any WritableKeyPath<SandboxLimits, Duration> & Sendable
    ) -> SettingsLimit {
        SettingsLimit(key: key, unit: .duration, range: range, place: .duration(path))
    }

    private static func count(
        _ key: String, _ range: ClosedRange<Int>, _ path: any WritableKeyPath<SandboxLimits, Int> & Sendable
    ) -> SettingsLimit {
        SettingsLimit(key: key, unit: .count, range: range, place: .integer(path))
    }

    private static func size(
        _ key: String, _ range: ClosedRange<Int>, _ path: any WritableKeyPath<SandboxLimits, Int> & Sendable
    ) -> SettingsLimit {
        SettingsLimit(key: key, unit: .size, range: range, place: .integer(path))
    }
}
