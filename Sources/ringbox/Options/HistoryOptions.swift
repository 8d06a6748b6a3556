import ArgumentParser
import StateStore

/// How much of the states' history is kept.
struct HistoryOptions: ParsableArguments {
    @Option(help: ArgumentHelp("How many versions of a state are kept, at most.", valueName: "count"))
    var historyVersions: Int64 = 10_000

    @Option(help: ArgumentHelp("For how many days versions of a state are kept, at most.", valueName: "days"))
    var historyDays = 30

    var retention: StateRetention {
        StateRetention(versions: historyVersions, age: .seconds(86_400 * Int64(historyDays)))
    }

    func validate() throws {
        guard historyVersions >= 1 else { throw ValidationError("--history-versions has to be at least 1") }
        guard (0...36_500).contains(historyDays) else { throw ValidationError("--history-days has to be from 0 to 36500") }
    }
}
