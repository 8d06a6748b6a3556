import ArgumentParser
import HandlerHost

/// A duration as it is typed: `250ms`, `1.5s`, `10m` or `2h`.
struct DurationArgument: ExpressibleByArgument, Equatable {
    let duration: Duration
    private let text: String

    init?(argument: String) {
        let units: [(suffix: String, seconds: Double)] = [("ms", 0.001), ("s", 1), ("m", 60), ("h", 3_600)]
        guard let unit = units.first(where: { argument.hasSuffix($0.suffix) }) else { return nil }
        guard let number = Double(argument.dropLast(unit.suffix.count)), number >= 0, number * unit.seconds < 1e9 else { return nil }
        duration = .seconds(number * unit.seconds)
        text = argument
    }

    private init(seconds: Int, text: String) {
        duration = .seconds(seconds)
        self.text = text
    }

    static func seconds(_ count: Int) -> DurationArgument { DurationArgument(seconds: count, text: "\(count)s") }
    static func minutes(_ count: Int) -> DurationArgument { DurationArgument(seconds: 60 * count, text: "\(count)m") }

    var defaultValueDescription: String { text }
}
