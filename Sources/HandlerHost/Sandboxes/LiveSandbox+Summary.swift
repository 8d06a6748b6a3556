import JSONText
import PBXInstructions
import StateStore

extension LiveSandbox {
    var summary: SandboxSummary {
        SandboxSummary(
            name: name.text, bundle: served?.bundle.version,
            routes: served?.table.routes.map { redaction.text("\($0.method ?? "*") \($0.template)") } ?? [],
            dialect: (served?.bundle ?? newest)?.settings.dialect.rawValue ?? "", problem: problem,
            warnings: served?.bundle.warnings ?? [], processID: worker?.processID,
            memory: (worker?.processID).flatMap(ProcessMemory.privateBytes), waiting: waiting.count + running.count - begunCount,
            unanswered: waiting.count + running.count + finished.count, suspended: suspendedCount, deaths: restart.deaths(at: clock.now),
            pause: restart.left(at: clock.now), stateVersion: stored.version,
            stateBytes: services.commits.size(of: name.text))
    }

    /// The settings of the version that serves, or else of the newest one; nil when no version could be read.
    var settings: JSONValue? {
        (served?.bundle ?? newest).map { SettingsDocument(sandbox: name, bundle: $0, routes: served?.table.routes ?? []).json }
    }
}
