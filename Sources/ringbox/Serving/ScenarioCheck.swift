import HandlerHost
import JSONText
import PBXInstructions
import VirtualPBX
import YAMLText

/// What came of looking at the scenario of a sandbox.
struct ScenarioCheck: Sendable {
    /// Relative to the handlers folder.
    var file: String
    /// Nil when it cannot be read.
    var operationCount: Int?
    var findings: [ScenarioFinding]
    /// The call tests that were played.
    private(set) var callCount = 0
    private(set) var failedCallCount = 0
    /// Why the file could not even be opened.
    var problem: String?

    var hasErrors: Bool { problem != nil || findings.hasErrors }

    /// Looks at a scenario; returns nil when there is none.
    ///
    /// - Parameters:
    ///   - routes: The routes of the sandbox, nil when it does not load: then they are not looked at.
    ///   - urls: Whom it may ask outside the sandbox; nil to leave that out.
    init?(_ file: ScenarioFile, routes: RouteTable?, urls: ScenarioURLs?) {
        self.file = file.place
        findings = []
        do throws(CommandFailure) {
            guard let result = try file.readIfAny() else { return nil }
            switch result {
            case .success(let scenario):
                operationCount = scenario.operations.count
                findings = scenario.findings(in: ScenarioSurroundings(routes, sounds: try file.sounds(), urls: urls))
            case .failure(let error):
                findings = error.slips.map(ScenarioFinding.init)
            }
        } catch {
            problem = error.sentence
        }
    }

    /// Plays the call tests beside the scenario, and notes the codes that handlers return in them and that lead nowhere.
    ///
    /// Nothing is played for a scenario with errors, nor for one that asks servers outside the sandbox which it may not ask.
    mutating func playCalls(_ file: ScenarioFile, on host: LocalHost) async {
        guard !hasErrors, let tested = try? TestedSandbox(file), let scenario = tested.scenario, scenario.outside(host.urls) == nil else {
            return
        }
        var outcomes: [TestOutcome] = []
        for test in tested.tests { outcomes.append(await TestOutcome.played(test, scenario, on: host)) }
        callCount = outcomes.count
        failedCallCount = outcomes.count { !$0.isGood }
        findings += TestCoverage(tested.name, scenario, outcomes).findings
        findings.sort { ($0.line, $0.column) < ($1.line, $1.column) }
    }

    /// An object with the members `file`, `findings` and, as far as there are any, `operations`, `problem`, and `calls` and `failedCalls`:
    /// how many call tests were played, and how many of them failed.
    var json: JSONValue {
        var object: JSONObject = ["file": .string(file), "findings": .array(findings.map(\.json))]
        if callCount > 0 {
            object["calls"] = .number(JSONNumber(callCount))
            object["failedCalls"] = .number(JSONNumber(failedCallCount))
        }
        object["operations"] = operationCount.map { .number(JSONNumber($0)) }
        object["problem"] = problem.map(JSONValue.string)
        return .object(object)
    }

    /// The result for people, a line for each thing.
    func text(_ style: Style) -> String {
        let operations = operationCount.map { "\($0) \($0 == 1 ? "operation" : "operations")" }
        var text = "  \(style.dim("scenario")) \(ShownText.line(file)) \(hasErrors ? style.red("has errors") : style.green("ok"))"
        let calls = callCount == 0 ? "" : ", \(callCount) \(callCount == 1 ? "call" : "calls") played"
        if let operations { text += style.dim("  \(operations)\(calls)") }
        text += "\n"
        if let problem { text += "  \(style.red(ShownText.line(problem, limit: 400)))\n" }
        for finding in findings {
            let isError = finding.severity == .error
            let line = ShownText.line(isError ? "\(finding)" : "warning: \(finding)", limit: 400)
            text += "  \(isError ? style.red(line) : style.yellow(line))\n"
        }
        if failedCallCount > 0 {
            let subject = "\(failedCallCount) of its call tests \(failedCallCount == 1 ? "fails" : "fail")"
            text += "  \(style.yellow("warning: \(subject): \"ringbox test\" shows why"))\n"
        }
        return text
    }
}

extension ScenarioSurroundings {
    /// A sandbox's routes and sounds, and whom it may ask.
    init(_ routes: RouteTable?, sounds: Set<String>, urls: ScenarioURLs?) {
        guard let routes else {
            self.init(sounds: sounds, urls: urls)
            return
        }
        self.init(
            route: { method, path in
                switch routes.match(method: method, path: path) {
                case .found: .answered
                case .options(let allow), .methodNotAllowed(let allow):
                    .otherMethods(allow.filter { InteractiveOperation.Method(rawValue: $0) != nil })
                case .notFound(let nearest): .missing(nearest: nearest.first)
                case .tooMuchWork: .missing(nearest: nil)
                }
            }, sounds: sounds, urls: urls)
    }
}
