import ArgumentParser

struct ScenarioCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scenario",
        abstract: "Draw a sandbox's scenario, and find what is wrong with it.",
        discussion: """
            A scenario is the file scenario.yaml of a sandbox: what the exchange does with a call.

              ringbox scenario graph uis_test --format svg --output uis_test.svg
              ringbox scenario check uis_test
            """,
        subcommands: [ScenarioGraphCommand.self, ScenarioCheckCommand.self])
}
