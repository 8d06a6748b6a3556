import HTTPFrontend
import HandlerHost
import JSONText
import StateStore

/// What came of loading every sandbox of a folder.
struct SandboxCheck: Sendable {
    var summaries: [SandboxSummary]
    /// What is wrong with entries of the folder that are no sandbox.
    var problems: [String]

    var hasErrors: Bool { !problems.isEmpty || summaries.contains { $0.problem != nil } }

    /// Brings the sandboxes into operation, with states in memory, looks at them, and ends them.
    static func run(_ configuration: HostConfiguration) async -> SandboxCheck {
        let host = HandlerHost(configuration: configuration, store: MemoryStateStore())
        let readiness = Readiness()
        return await withTaskGroup(of: Void.self) { tasks in
            tasks.addTask { await host.run { readiness.announce() } }
            for await _ in readiness.signal {}
            let summaries = await host.summaries()
            tasks.cancelAll()
            await tasks.waitForAll()
            return SandboxCheck(summaries: summaries, problems: host.activity.entries().compactMap(folderProblem))
        }
    }

    private static func folderProblem(_ entry: ActivityEntry) -> String? {
        guard case .event(let event) = entry.content, event.kind == .error, event.sandbox == nil else { return nil }
        return event.message
    }

    /// The result as a JSON object with the members `sandboxes` and `problems`.
    var json: JSONValue {
        ["sandboxes": .array(summaries.map(\.json)), "problems": .array(problems.map(JSONValue.string))]
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
        }
        let failing = summaries.filter { $0.problem != nil }.count
        let count = "\(summaries.count) \(summaries.count == 1 ? "sandbox" : "sandboxes")"
        text += "\(count), \(failing == 0 ? "all load" : "\(failing) do not load")\n"
        return text
    }

    private func lines(_ message: String, painted: (String) -> String) -> String {
        ShownText.lines(message).map { "  \(painted($0))\n" }.joined()
    }
}
