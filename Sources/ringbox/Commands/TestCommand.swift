import ArgumentParser
import Glibc
import HTTPFrontend
import HTTPText
import HandlerHost
import JSONText
import PlainText
import VirtualPBX

struct TestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Play the calls in handlers/<sandbox>/calls/ and see whether they go as they are meant to.",
        discussion: """
            Each file is a call on the sandbox's scenario.yaml: who calls, what he types, what he has to hear. The handlers are asked as \
            the exchange would ask them, and each call begins with the state of state.json; waiting takes no time. docs/call-tests.md \
            has the format.

              ringbox test                              every call of every sandbox
              ringbox test uis_test --filter courier    those with "courier" in their name or file
              ringbox test --junit report.xml           for a build server

            Exits with 1 when a call went otherwise or cannot be read.
            """)

    @Argument(help: "Only these sandboxes.")
    var sandboxes: [SandboxArgument] = []

    @Option(help: ArgumentHelp("Only tests with this text in their name or file, whatever the case.", valueName: "text"))
    var filter: String?

    @Option(help: ArgumentHelp("Also write a report in the format of JUnit to this file.", valueName: "file"))
    var junit: String?

    @Flag(help: "Print one JSON document.")
    var json = false

    @Option(
        help: ArgumentHelp(
            "How many tests run at a time, each with a host of its own; 1 to 16. (default: what is worth it)", valueName: "count"))
    var lanes: Int?

    @OptionGroup var handlers: HandlersOption
    @OptionGroup var worker: WorkerOption
    @OptionGroup var secrets: SecretsOption
    @OptionGroup var outside: ScenarioURLOptions

    func validate() throws {
        guard (1...16).contains(lanes ?? 1) else { throw ValidationError("--lanes has to be from 1 to 16") }
    }

    func run() async throws {
        var configuration = HostConfiguration(
            handlersFolder: try handlers.existingFolder(secrets: secrets), workerExecutable: try worker.executable(), spareWorkers: 0)
        configuration.secrets = try secrets.source()
        configuration.ceilings.defaults = try DefaultLimits.fromEnvironment()
        let tested = try read(configuration.secrets)
        let run = TestRun(
            scenarios: Dictionary(
                tested.compactMap { one in one.scenario.map { (one.name, $0) } }, uniquingKeysWith: { first, _ in first }),
            scenarioProblems: Dictionary(
                tested.compactMap { one in one.scenarioProblem.map { (one.name, $0) } }, uniquingKeysWith: { first, _ in first }),
            tests: try chosen(tested.flatMap(\.tests)), configuration: configuration, urls: outside.allowed)
        let outcomes = try await run.run(lanes: lanes, cores: max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))))
        let ran = Set(outcomes.map(\.test.sandbox))
        let coverage = tested.filter { ran.contains($0.name) }.compactMap { one in
            one.scenario.map { TestCoverage(one.name, $0, outcomes) }
        }
        let untested = sandboxes.isEmpty ? [] : tested.filter(\.tests.isEmpty).map(\.name)
        try show(TestReport(outcomes: outcomes, coverage: coverage, untested: untested))
    }

    private func show(_ report: TestReport) throws(CommandFailure) {
        if json {
            Console.writeNow(json: report.json, pretty: true)
        } else {
            Console.writeNow(report.text(Style(usesColor: Console.isColorful)))
        }
        if let junit { try TextFile.replace(junit, report.junit) }
        if report.failureCount > 0 { throw CommandFailure(.failure, "") }
    }

    /// The sandboxes that were named, or all.
    private func read(_ secrets: SecretSource) throws(CommandFailure) -> [TestedSandbox] {
        var tested: [TestedSandbox] = []
        if sandboxes.isEmpty {
            for entry in SandboxScanner(folder: handlers.handlers).scan().entries {
                tested.append(try TestedSandbox(ScenarioFile(SandboxSideFiles(of: entry, in: handlers.handlers), secrets: secrets)))
            }
        } else {
            var names: Set<String> = []
            for sandbox in sandboxes where names.insert(sandbox.name.text).inserted {
                let file = try ScenarioFile(of: sandbox.name, in: handlers.handlers, secrets: secrets)
                guard file.files.entry.kind == .folder else {
                    throw CommandFailure(
                        .noInput, "\(file.files.entry.entry) is a sandbox in one file, which has no call tests: make a folder of it")
                }
                tested.append(try TestedSandbox(file))
            }
        }
        return tested.sorted { $0.name.text < $1.name.text }
    }

    private func chosen(_ tests: [PlannedTest]) throws(CommandFailure) -> [PlannedTest] {
        guard !tests.isEmpty else {
            let place = sandboxes.first.map { "\(handlers.handlers)/\($0.name)" } ?? "\(handlers.handlers)/<sandbox>"
            throw CommandFailure(
                .noInput,
                "there are no call tests: write one as \(place)/\(CallTest.folderName)/first.yaml, such as "
                    + "\"{ from: '74952345678', steps: [{ hears: Здравствуйте }] }\"; docs/call-tests.md has all of it")
        }
        guard let filter else { return tests }
        let wanted = filter.lowercased()
        let chosen = tests.filter { "\($0.name)\n\($0.file)".lowercased().contains(wanted) }
        guard !chosen.isEmpty else {
            throw CommandFailure(.noInput, "none of the \(tests.count) tests has \"\(filter)\" in its name or file")
        }
        return chosen
    }
}
