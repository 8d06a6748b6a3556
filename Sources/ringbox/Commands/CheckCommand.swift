import ArgumentParser
import HTTPFrontend
import HTTPText
import HandlerHost
import JSONText
import PlainText
import StateStore

struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Load every sandbox and print its routes, and what is wrong with it and with its scenario.",
        discussion: """
            Loads the sandboxes in real workers, with states that are forgotten, and plays their call tests: codes that a handler \
            returns and its scenario does not know are told. Exits with 1 when one of them does not load, or has a scenario with errors; \
            what is wrong with a call is for "ringbox test".

              ringbox check uis_test
            """)

    @Argument(help: "Only these sandboxes.")
    var sandboxes: [SandboxArgument] = []

    @Flag(help: "Print one JSON document.")
    var json = false

    @OptionGroup var handlers: HandlersOption
    @OptionGroup var worker: WorkerOption
    @OptionGroup var limits: LimitOptions
    @OptionGroup var secrets: SecretsOption
    @OptionGroup var jail: JailOption
    @OptionGroup var outside: ScenarioURLOptions

    func run() async throws {
        var configuration = HostConfiguration(
            handlersFolder: try handlers.existingFolder(secrets: secrets), workerExecutable: try worker.executable(), spareWorkers: 0)
        configuration.secrets = try secrets.source()
        configuration.ceilings = try limits.ceilings()
        if jail.requireJail { _ = try await jail.gaps(configuration.workerExecutable) }
        var result = try await SandboxCheck.run(
            configuration, urls: outside.allowed, scenariosOf: sandboxes.isEmpty ? nil : Set(sandboxes.map(\.name.text)))
        try choose(from: &result)
        if json {
            Console.writeNow(json: result.json, pretty: true)
        } else {
            Console.writeNow(result.text(Style(usesColor: Console.isColorful)))
        }
        if result.hasErrors { throw CommandFailure(.failure, "") }
    }

    /// Leaves the sandboxes that were named.
    private func choose(from result: inout SandboxCheck) throws(CommandFailure) {
        guard !sandboxes.isEmpty else { return }
        let known = result.summaries.map(\.name)
        for sandbox in sandboxes where !known.contains(sandbox.name.text) {
            let nearest = Spelling.nearest(to: sandbox.name.text, among: known).first.map { " (did you mean \"\($0)\"?)" } ?? ""
            throw CommandFailure(.noInput, "\(handlers.handlers) has no sandbox \"\(sandbox.name)\"\(nearest)")
        }
        let chosen = Set(sandboxes.map(\.name.text))
        result.summaries.removeAll { !chosen.contains($0.name) }
        result.problems.removeAll()
    }
}
