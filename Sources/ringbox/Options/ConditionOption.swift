import ArgumentParser
import StateStore

/// What has to be so for an edit of a state to be made.
struct ConditionOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Only if the state is at this version: what came meanwhile is not overwritten unseen.", valueName: "version"))
    var ifVersion: Int64?

    var condition: StateCondition { StateCondition(match: ifVersion.map { .among([$0]) }) }

    /// The condition as a request has it.
    var fields: [(name: String, value: String)] { ifVersion.map { [(name: "If-Match", value: "\"\($0)\"")] } ?? [] }
}
