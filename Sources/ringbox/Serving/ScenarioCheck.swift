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
    /// Why the file could not even be opened.
    var problem: String?

    var hasErrors: Bool { problem != nil || findings.hasErrors }

    /// Looks at a scenario; returns nil when there is none.
    ///
    /// - Parameter routes: The routes of the sandbox, nil when it does not load: then they are not looked at.
    init?(_ file: ScenarioFile, routes: RouteTable?) {
        self.file = file.place
        findings = []
        do throws(CommandFailure) {
            guard let result = try file.readIfAny() else { return nil }
            switch result {
            case .success(let scenario):
                operationCount = scenario.operations.count
                findings = scenario.findings(in: ScenarioSurroundings(routes, sounds: try file.sounds()))
            case .failure(let error):
                findings = error.slips.map(ScenarioFinding.init)
            }
        } catch {
            problem = error.sentence
        }
    }

    /// An object with the members `file`, `findings` and, as far as there are any, `operations` and `problem`.
    var json: JSONValue {
        var object: JSONObject = ["file": .string(file), "findings": .array(findings.map(\.json))]
        object["operations"] = operationCount.map { .number(JSONNumber($0)) }
        object["problem"] = problem.map(JSONValue.string)
        return .object(object)
    }

    /// The result for people, a line for each thing.
    func text(_ style: Style) -> String {
        let operations = operationCount.map { "\($0) \($0 == 1 ? "operation" : "operations")" }
        var text = "  \(style.dim("scenario")) \(ShownText.line(file)) \(hasErrors ? style.red("has errors") : style.green("ok"))"
        if let operations { text += style.dim("  \(operations)") }
        text += "\n"
        if let problem { text += "  \(style.red(ShownText.line(problem, limit: 400)))\n" }
        for finding in findings {
            let isError = finding.severity == .error
            let line = ShownText.line(isError ? "\(finding)" : "warning: \(finding)", limit: 400)
            text += "  \(isError ? style.red(line) : style.yellow(line))\n"
        }
        return text
    }
}

extension ScenarioSurroundings {
    /// A sandbox's routes and sounds.
    init(_ routes: RouteTable?, sounds: Set<String>) {
        guard let routes else {
            self.init(sounds: sounds)
            return
        }
        self.init(
            route: { method, path in
                switch routes.match(method: method, path: path) {
                case .found: .answered
                case .options(let allow), .methodNotAllowed(let allow):
                    .otherMethods(allow.filter { InteractiveOperation.Method(rawValue: $0) != nil })
                case .notFound(let nearest): .missing(nearest: nearest.first)
                }
            }, sounds: sounds)
    }
}
