import ArgumentParser
import HandlerHost
import JSONText
import VirtualPBX

struct ExploreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explore",
        abstract: "Press every key that makes a difference, and find calls that go wrong.",
        discussion: """
            Plays calls through a sandbox's scenario on a clock that is turned, with the real handlers and a state that is forgotten: \
            wherever a call waits, everything that makes a difference is tried, and no reply once for each operation, each way in a call \
            of its own from the beginning. \
            Prints what really happens as a tree, and what callers should not come upon: handlers that fail, replies that are no \
            instruction, codes without a branch, calls that end in an error, and places that no way leads out of.

              ringbox explore uis_test
              ringbox explore uis_test --from 74952345678 --code 4711 --depth 8
              ringbox explore uis_test --from 74952345678 --format mermaid

            Exits with 1 when an error was found.
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable { case tree, mermaid }

    @Argument(help: "The sandbox.")
    var sandbox: SandboxArgument

    @Option(
        help: ArgumentHelp(
            "Who calls; '' for a hidden number. May be repeated. (default: two numbers of the state, a stranger, and a hidden number)",
            valueName: "number"))
    var from: [String] = []

    @Option(help: ArgumentHelp("The number that is called.", valueName: "number"))
    var to = "74951234567"

    @Option(
        help: ArgumentHelp(
            "A code that is worth typing, besides the first ones that the state has as keys, a wrong one, and nothing. May be repeated.",
            valueName: "keys"))
    var code: [String] = []

    @Option(help: ArgumentHelp("How many inputs a call has at most, 1 to 20.", valueName: "inputs"))
    var depth = 6

    @Option(help: ArgumentHelp("How many calls are played at most, 1 to 100000.", valueName: "calls"))
    var limit = 1_000

    @Option(
        help: ArgumentHelp(
            "When the calls come in, such as \"2026-03-02 10:00\". (default: a Monday noon, and one more time for each side of working hours)",
            valueName: "time"))
    var at: TimeArgument?

    @Option(help: "tree or mermaid.")
    var format = Format.tree

    @Flag(help: "Print one JSON document.")
    var json = false

    @OptionGroup var handlers: HandlersOption
    @OptionGroup var worker: WorkerOption
    @OptionGroup var secrets: SecretsOption
    @OptionGroup var outside: ScenarioURLOptions

    /// Monday, 2026-03-02, 12:00 UTC.
    private static let monday: Int64 = 1_772_452_800

    func validate() throws {
        guard (1...20).contains(depth) else { throw ValidationError("--depth has to be from 1 to 20, not \(depth)") }
        guard (1...100_000).contains(limit) else { throw ValidationError("--limit has to be from 1 to 100000, not \(limit)") }
        for number in from + [to] where !(number.isEmpty || (2...15).contains(number.count) && number.allSatisfy(Self.isDigit)) {
            throw ValidationError("a number has 2 to 15 digits, such as 74952345678, and not \"\(number)\"")
        }
        for keys in code where keys.isEmpty || keys.count > 32 || !keys.allSatisfy({ Self.isDigit($0) || "*#".contains($0) }) {
            throw ValidationError("--code takes 1 to 32 keys, 0 to 9, * and #, and not \"\(keys)\"")
        }
        if format == .mermaid, from.count != 1 || json {
            throw ValidationError("--format mermaid draws the calls of one number: name it with --from, and leave --json out")
        }
    }

    func run() async throws {
        let source = try secrets.source()
        let scenario = try ScenarioFile(of: sandbox.name, in: try handlers.existingFolder(secrets: secrets), secrets: source).read()
        try refuseOutside(scenario)
        var configuration = HostConfiguration(
            handlersFolder: try handlers.existingFolder(secrets: secrets), workerExecutable: try worker.executable(), spareWorkers: 0)
        configuration.secrets = source
        configuration.ceilings.defaults = try DefaultLimits.fromEnvironment()
        let time = at.map { $0.milliseconds / 1_000 }
        let report = try await ExploreRun(
            sandbox: sandbox.name, scenario: scenario, callers: from.isEmpty ? nil : from, to: to, codes: code,
            times: time.map { [$0] } ?? scenario.tellingTimes(from: Self.monday), depth: depth, callLimit: limit, urls: outside.allowed
        ).run(configuration)
        if json { Console.writeNow(json: report.json, pretty: true) } else { Console.writeNow(text(of: report)) }
        if report.hasErrors { throw CommandFailure(.failure, "") }
    }

    private func text(of report: ExploreReport) -> String {
        switch format {
        case .tree: report.text(Style(usesColor: Console.isColorful))
        case .mermaid: report.trees.first.map { $0.root.mermaid(from: $0.call.from, shown: CommandSecrets.shown) } ?? ""
        }
    }

    /// A stranger's server is not asked hundreds of times by surprise.
    private func refuseOutside(_ scenario: Scenario) throws(CommandFailure) {
        guard let (operation, url) = scenario.outside(outside.allowed) else { return }
        throw CommandFailure(
            .usage, "operation \"\(operation)\" asks \(url), which is outside the sandbox: \(ScenarioURLs.remedy(for: url)), for every call"
        )
    }

    private static func isDigit(_ key: Character) -> Bool { "0123456789".contains(key) }
}
