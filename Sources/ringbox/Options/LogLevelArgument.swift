import ArgumentParser
import Logging

/// How much the servers log, by the name of the level.
struct LogLevelArgument: ExpressibleByArgument {
    let level: Logger.Level

    static let warning = LogLevelArgument(level: .warning)

    private init(level: Logger.Level) { self.level = level }

    init?(argument: String) {
        guard let level = Logger.Level(rawValue: argument) else { return nil }
        self.level = level
    }

    static var allValueStrings: [String] { Logger.Level.allCases.map(\.rawValue) }

    var defaultValueDescription: String { level.rawValue }
}
