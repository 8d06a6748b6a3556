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

    /// How long nothing has been asked of the worker; nil without a worker, and while a turn is under way.
    var idleTime: Duration? {
        guard worker != nil, waiting.isEmpty, running.isEmpty, finished.isEmpty else { return nil }
        return idleSince.duration(to: clock.now)
    }

    /// Has a bundle adopted and waits until it serves or has failed to.
    nonisolated func renewed(_ bundle: Bundle) async {
        await withCheckedContinuation { continuation in
            give(.adopt(bundle) { continuation.resume() })
        }
    }
}
