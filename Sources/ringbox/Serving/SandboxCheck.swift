import HTTPFrontend
import HTTPText
import HandlerHost
import JSONText
import StateStore
import VirtualPBX

/// What came of loading every sandbox of a folder.
struct SandboxCheck: Sendable {
    var summaries: [SandboxSummary]
    /// What is wrong with entries of the folder that are no sandbox.
    var problems: [String]
    /// By the sandbox's name; there for those that have one.
    var scenarios: [String: ScenarioCheck] = [:]

    var hasErrors: Bool {
        !problems.isEmpty || summaries.contains { $0.problem != nil || scenarios[$0.name]?.hasErrors == true }
    }

    /// Brings the sandboxes into operation, with states in memory, looks at them, plays their call tests, and ends them.
    ///
    /// - Parameter names: The scenarios to look at; nil for all.
    static func run(_ configuration: HostConfiguration, urls: ScenarioURLs, scenariosOf names: Set<String>?) async throws -> SandboxCheck {
        try await LocalHost.run(configuration, urls: urls) { local in
            await local.host.settle()
            // Before the calls are played: they are told of, too, and the activity has room for so much only.
            let summaries = await local.host.summaries()
            let problems = local.host.activity.entries().compactMap(folderProblem)
            var scenarios: [String: ScenarioCheck] = [:]
            for entry in SandboxScanner(folder: configuration.handlersFolder).scan().entries where names?.contains(entry.name.text) ?? true
            {
                let file = ScenarioFile(SandboxSideFiles(of: entry, in: configuration.handlersFolder), secrets: configuration.secrets)
                let routes = local.host.routes(of: entry.name)
                scenarios[entry.name.text] = ScenarioCheck(file, routes: routes, urls: urls)
                if routes != nil { await scenarios[entry.name.text]?.playCalls(file, on: local) }
            }
            return SandboxCheck(summaries: summaries, problems: problems, scenarios: scenarios)
        }
    }

    private static func folderProblem(_ entry: ActivityEntry) -> String? {
        guard case .event(let event) = entry.content, event.kind == .error, event.sandbox == nil else { return nil }
        return event.message
    }

    /// The result as a JSON object with the members `sandboxes` and `problems`; sandboxes that have a scenario have a member
    /// `scenario`.
    var json: JSONValue {
        let sandboxes = summaries.map { summary in
            guard let scenario = scenarios[summary.name], case .object(var object) = summary.json else { return summary.json }
            object["scenario"] = scenario.json
            return .object(object)
        }
        return ["sandboxes": .array(sandboxes), "problems": .array(problems.map(JSONValue.string))]
    }

    /// The result for people.
    func text(_ style: Style) -> String {
        var text = ""
        for problem in problems { text += lines(problem, painted: style.red) }
        for summary in summaries {
            let state = summary.problem == nil ? style.green("ok") : style.red("does not load")
            text += "\(style.bold(summary.name)) \(state)"
            if let bundle = summary.bundle { text += style.dim("  version \(bundle), dialect \(summary.dialect)") }
            text += "\n"
            if let problem = summary.problem { text += lines(problem, painted: style.red) }
            for route in summary.routes { text += "  \(ShownText.line(route))\n" }
            for warning in summary.warnings { text += lines("warning: \(warning)", painted: style.yellow) }
            if let scenario = scenarios[summary.name] { text += scenario.text(style) }
        }
        let failing = summaries.filter { $0.problem != nil }.count
        let broken = summaries.filter { scenarios[$0.name]?.hasErrors == true }.count
        let count = "\(summaries.count) \(summaries.count == 1 ? "sandbox" : "sandboxes")"
        text += "\(count), \(failing == 0 ? "all load" : "\(failing) do not load")"
        text += broken == 0 ? "\n" : ", \(broken) \(broken == 1 ? "scenario has" : "scenarios have") errors\n"
        return text
    }

    private func lines(_ message: String, painted: (String) -> String) -> String {
        ShownText.lines(message).map { "  \(painted($0))\n" }.joined()
    }
}
