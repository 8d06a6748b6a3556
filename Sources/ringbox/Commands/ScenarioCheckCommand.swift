import ArgumentParser
import HandlerHost
import JSONText

struct ScenarioCheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Find what is wrong with a scenario, without loading the sandbox.",
        discussion: """
            Exits with 1 when there are errors. "ringbox check" loads the sandbox, so that it also knows its routes.

              ringbox scenario check uis_test
            """)

    @Argument(help: "The sandbox.")
    var sandbox: SandboxArgument

    @Flag(help: "Print one JSON document.")
    var json = false

    @OptionGroup var handlers: HandlersOption
    @OptionGroup var secrets: SecretsOption

    func run() throws {
        let file = try ScenarioFile(
            of: sandbox.name, in: try handlers.existingFolder(secrets: secrets), secrets: try secrets.source())
        guard let check = ScenarioCheck(file, routes: nil, urls: nil) else {
            _ = try file.read()
            return
        }
        let style = Style(usesColor: Console.isColorful)
        if json { Console.writeNow(json: check.json, pretty: true) } else { Console.writeNow(check.text(style)) }
        if check.hasErrors { throw CommandFailure(.failure, "") }
    }
}
