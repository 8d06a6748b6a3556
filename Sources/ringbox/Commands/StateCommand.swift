import ArgumentParser

struct StateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "state",
        abstract: "Read, change, follow and take back what a sandbox remembers.",
        discussion: """
            Goes through the host that uses the data folder; when none runs, works on the folder itself ("watch" needs a host).

              ringbox state get uis_test /couriers/74952345678
              ringbox state history uis_test --path /couriers
              ringbox state restore uis_test 12
              ringbox state export uis_test backup.jsonl

            Every change is a version of its own, which can be taken back: "history" shows them.
            """,
        subcommands: [
            StateGetCommand.self, StatePutCommand.self, StatePatchCommand.self, StateEditCommand.self, StateResetCommand.self,
            StateHistoryCommand.self,
            StateDiffCommand.self, StateRestoreCommand.self, StateWatchCommand.self, StateExportCommand.self, StateImportCommand.self,
            StateRepairCommand.self,
        ])
}
