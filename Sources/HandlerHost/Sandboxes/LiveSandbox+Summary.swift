import HTTPText
import PBXInstructions
import StateStore

extension LiveSandbox {
    var glance: SandboxGlance {
        let outline = SandboxSummary(
            name: name.text, bundle: served?.bundle.version, routes: [],
            dialect: (served?.bundle ?? newest)?.settings.dialect.rawValue ?? "", problem: problem,
            warnings: served?.bundle.warnings ?? [], processID: worker?.processID, memory: nil,
            waiting: waiting.count + running.count - begunCount,
            unanswered: waiting.count + running.count + finished.count, suspended: suspendedCount, deaths: restart.deaths(at: clock.now),
            pause: restart.left(at: clock.now), stateVersion: stored.version,
            stateBytes: services.commits.size(of: name.text))
        return SandboxGlance(outline: outline, served: served, redaction: redaction)
    }

    /// The settings of the version that serves, or else of the newest one; nil when no version could be read.
    var settings: SettingsDocument? {
        (served?.bundle ?? newest).map { SettingsDocument(sandbox: name, bundle: $0, routes: served?.table.routes ?? []) }
    }
}
