import ArgumentParser
import StateStore
import YAMLText

/// How much of the states' history is kept.
struct HistoryOptions: ParsableArguments {
    @Option(help: ArgumentHelp("How many versions of a state are kept, at most.", valueName: "count"))
    var historyVersions: Int64 = 10_000

    @Option(help: ArgumentHelp("For how many days versions of a state are kept, at most.", valueName: "days"))
    var historyDays = 30

    @Option(help: ArgumentHelp("How much the versions of one state may take, such as 512MiB. The oldest ones go first.", valueName: "size"))
    var historyBytes = "512MiB"

    @Option(help: ArgumentHelp("How much the versions of all states may take, such as 8GiB.", valueName: "size"))
    var historyTotalBytes = "8GiB"

    var retention: StateRetention {
        var retention = StateRetention(versions: historyVersions, age: .seconds(86_400 * Int64(historyDays)))
        retention.bytes = WrittenUnit.size.value(of: historyBytes) ?? retention.bytes
        retention.totalBytes = WrittenUnit.size.value(of: historyTotalBytes) ?? retention.totalBytes
        return retention
    }

    /// With less, a state of the usual size would leave no room for a history.
    private static let least = 64 << 20
    /// Beyond it, numbers would overflow where they are added up.
    private static let most = 1 << 50

    func validate() throws {
        guard historyVersions >= 1 else { throw ValidationError("--history-versions has to be at least 1") }
        for (name, text) in [("--history-bytes", historyBytes), ("--history-total-bytes", historyTotalBytes)] {
            guard let value = WrittenUnit.size.value(of: text), (Self.least...Self.most).contains(value) else {
                let (least, most) = (WrittenUnit.size.text(for: Self.least), WrittenUnit.size.text(for: Self.most))
                let examples = WrittenUnit.size.examples(in: Self.least...Self.most)
                throw ValidationError("\(name) has to be a size from \(least) to \(most), such as \(examples), and not \(text)")
            }
        }
        guard (0...36_500).contains(historyDays) else { throw ValidationError("--history-days has to be from 0 to 36500") }
    }
}
