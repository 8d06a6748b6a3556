import ArgumentParser
import HandlerHost
import VirtualPBX

struct ScenarioGraphCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "graph",
        abstract: "Draw the operations of a scenario and the ways between them.",
        discussion: """
            Mermaid is text that Markdown viewers draw; svg is an image for a browser.

              ringbox scenario graph uis_test
              ringbox scenario graph uis_test --format svg --output uis_test.svg
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable { case mermaid, svg }

    @Argument(help: "The sandbox.")
    var sandbox: SandboxArgument

    @Option(help: "mermaid or svg.")
    var format = Format.mermaid

    @Option(help: ArgumentHelp("The file to write; - is standard output.", valueName: "file"))
    var output = "-"

    @OptionGroup var handlers: HandlersOption
    @OptionGroup var secrets: SecretsOption

    func run() throws {
        let file = try ScenarioFile(
            of: sandbox.name, in: try handlers.existingFolder(secrets: secrets), secrets: try secrets.source())
        var graph = ScenarioGraph(try file.read())
        // Before texts are cut and escaped.
        for index in graph.nodes.indices { graph.nodes[index].details = graph.nodes[index].details.map(CommandSecrets.shown) }
        guard let text = format == .svg ? graph.svg : graph.mermaid else {
            throw CommandFailure(
                .failure,
                "the scenario has \(graph.nodes.count) operations, and an image at most \(ScenarioGraph.mostDrawn): take --format mermaid")
        }
        if output == "-" {
            Console.writeNow(text)
        } else {
            try TextFile.replace(output, text)
        }
    }
}
