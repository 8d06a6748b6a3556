import ArgumentParser
import Glibc
import HandlerHost
import PBXClient
import VirtualPBX

struct ExploreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explore",
        abstract: "Press every key that makes a difference, and show what becomes of the calls.",
        discussion: """
            Plays the sandbox's scenario again and again, each time from the seed of the state and one input further: nothing, \
            every key of a menu and one that it has not, codes that the state knows and a wrong one, an answer and none. Prints \
            what really happens as a tree, and below it the ways that end in errors, go round for ever, or lead nowhere.

              ringbox explore uis_test
              ringbox explore uis_test --from 74952345678 --code 4711 --depth 4
              ringbox explore uis_test --format mermaid

            Exits with 1 when there is an error.
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable { case tree, mermaid }

    @Argument(help: "The sandbox.")
    var sandbox: SandboxArgument

    @Option(
        help: ArgumentHelp(
            "Who calls; may be given several times. (default: the first number that is a key in the seed, and one that is not)",
            valueName: "number"))
    var from: [String] = []

    @Option(
        help: ArgumentHelp(
            "A code that is worth typing; may be given several times. (default: the first ones that are keys in the seed)",
            valueName: "digits"))
    var code: [String] = []

    @Option(help: ArgumentHelp("The number that is called.", valueName: "number"))
    var to = "74951234567"

    @Option(help: ArgumentHelp("How many inputs a way has at most.", valueName: "count"))
    var depth = 6

    @Option(help: ArgumentHelp("How many calls are played at most.", valueName: "count"))
    var limit = 500

    @Option(help: "tree or mermaid.")
    var format = Format.tree

    @OptionGroup var handlers: HandlersOption
    @OptionGroup var worker: WorkerOption
    @OptionGroup var secrets: SecretsOption

    /// How many codes are tried that nobody named.
    private static let guessedCodes = 3

    func validate() throws {
        guard (1...20).contains(depth) else { throw ValidationError("--depth has to be from 1 to 20") }
        guard (1...100_000).contains(limit) else { throw ValidationError("--limit has to be from 1 to 100000") }
        for keys in code where keys.isEmpty || !keys.allSatisfy({ "0123456789*#".contains($0) }) {
            throw ValidationError("--code takes the keys 0-9 * #, and not \(keys)")
        }
    }

    func run() async throws {
        let folder = try handlers.existingFolder()
        let scenario = try ScenarioFile(of: sandbox.name, in: folder).read()
        var configuration = HostConfiguration(handlersFolder: folder, workerExecutable: try worker.executable(), spareWorkers: 0)
        configuration.secrets = try secrets.source()
        let hasErrors = try await LocalHost.run(configuration) { host in
            try await host.require(sandbox.name)
            return try await explore(scenario, on: host)
        }
        if hasErrors { throw CommandFailure(.failure, "") }
    }

    /// Prints everything, and returns whether there are errors.
    private func explore(_ scenario: Scenario, on host: LocalHost) async throws -> Bool {
        let seed = StateNumbers(in: try await host.seed(of: sandbox.name))
        let client = PBXClient(base: host.base(of: sandbox.name))
        let start = Int64(time(nil))
        var explorer = Explorer(
            scenario, codes: code.isEmpty ? Array(seed.codes.prefix(Self.guessedCodes)) : code, depth: depth, callLimit: limit
        ) { number, script in
            try await host.resetState(of: sandbox.name)
            let facts = CallFacts(id: "1", from: number, to: to, startTime: start)
            var call = ScriptedCall(scenario, facts, client: client, script: script)
            let finish = await call.run()
            return ExploredCall(steps: call.steps, point: call.script.point, finish: finish)
        }
        let style = Style(usesColor: Console.isColorful)
        for number in callers(seed) {
            let node = try await explorer.explore(from: number)
            switch format {
            case .tree:
                let caller = number.isEmpty ? "a hidden number" : number
                Console.writeNow(style.bold("from \(caller): ") + ShownText.line(node.line) + "\n")
                for line in node.lines { Console.writeNow(ShownText.line(line) + "\n") }
                Console.writeNow("\n")
            case .mermaid: Console.writeNow(node.mermaid(from: number))
            }
        }
        await client.close()
        report(explorer, scenario, style)
        return explorer.findings.contains { $0.severity == .error }
    }

    private func callers(_ seed: StateNumbers) -> [String] {
        guard from.isEmpty else { return from }
        let stranger = ["79990000000", "79990000001"].first { !seed.callers.contains($0) }
        return Array(seed.callers.prefix(1)) + (stranger.map { [$0] } ?? [])
    }

    /// What is wrong, to where the tree goes, or beside a picture to standard error.
    private func report(_ explorer: Explorer, _ scenario: Scenario, _ style: Style) {
        var text = ""
        for finding in explorer.findings {
            let severity = finding.severity == .error ? style.red("error") : style.yellow("warning")
            text += "\(severity): \(ShownText.line(finding.message))\n"
            text += "  \(style.dim(command(for: finding)))\n"
        }
        let missed = scenario.operations.map(\.name).filter { !explorer.entered.contains($0) }
        if !missed.isEmpty { text += "\(style.yellow("never reached")): \(missed.joined(separator: ", "))\n" }
        let errors = explorer.findings.filter { $0.severity == .error }.count
        text += "\(explorer.callCount) calls, \(errors == 0 ? "no errors" : "\(errors) \(errors == 1 ? "error" : "errors")")"
        text += explorer.callCount >= limit ? ", stopped at --limit \(limit)\n" : "\n"
        Console.writeNow(text, to: format == .tree ? STDOUT_FILENO : STDERR_FILENO)
    }

    /// How to play the call of a finding.
    private func command(for finding: ExploreFinding) -> String {
        var words = ["ringbox call \(sandbox.name) --fresh --from '\(finding.from)'"]
        var unanswered = false
        for input in finding.inputs {
            switch input {
            case .keys(let keys): words.append("--press '\(keys)'")
            case .answers(let answers): unanswered = unanswered || !answers
            }
        }
        if unanswered { words.append("--unanswered all") }
        return words.joined(separator: " ")
    }
}
