import TextFilters

/// How a sandbox is at a moment. What takes long to say of it is made away from its event loop: there may be thousands of routes.
struct SandboxGlance: Sendable {
    /// Without the routes and the memory.
    let outline: SandboxSummary
    let served: ServedBundle?
    let redaction: Redaction

    var summary: SandboxSummary {
        var summary = outline
        summary.routes = (served?.table.routes ?? []).map { redaction.text("\($0.method ?? "*") \($0.template)") }
        summary.memory = summary.processID.flatMap(ProcessMemory.privateBytes)
        return summary
    }
}
