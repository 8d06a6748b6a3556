import HTTPText
import Synchronization
import TextFilters

/// What has to be hidden of each sandbox's secrets, for whoever notes something about a sandbox.
final class RedactionRegistry: Sendable {
    private let redactions = Mutex<[SandboxName: Redaction]>([:])

    /// Of a sandbox without secrets, nil.
    subscript(sandbox: SandboxName) -> Redaction? {
        get { redactions.withLock { $0[sandbox] } }
        set { redactions.withLock { $0[sandbox] = newValue?.isEmpty == false ? newValue : nil } }
    }
}
