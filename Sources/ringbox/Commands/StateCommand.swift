import ArgumentParser

struct StateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "state",
        abstract: "Read, replace or reset what a sandbox remembers.",
        discussion: """
            Goes through the host that uses the data folder; when none runs, works on the folder itself.

              ringbox state get uis_test > before.json
              ringbox state put uis_test before.json
            """,
        subcommands: [StateGetCommand.self, StatePutCommand.self, StateResetCommand.self])
}
