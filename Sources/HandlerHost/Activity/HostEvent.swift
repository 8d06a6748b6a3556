/// Something that happened to a sandbox outside any turn.
package struct HostEvent: Sendable, Equatable {
    package enum Kind: String, Sendable {
        /// A version of the bundle serves.
        case loaded
        /// A version does not load; the one before goes on serving, if there is one.
        case loadFailed = "load_failed"
        /// The sandbox's files are gone.
        case removed
        /// A worker was killed or ended by itself.
        case workerEnded = "worker_ended"
        /// The sandbox's worker keeps ending, and the next one has to wait.
        case paused
        /// A call of an exchange that speaks AGI ended.
        case call
        /// Odd, and it works.
        case warning
        /// Something of the host's own failed.
        case error
    }

    /// Milliseconds since 1970.
    package var time: Int64
    /// Nil for the host itself.
    package var sandbox: String?
    package var kind: Kind
    /// The version of the bundle, where there is one.
    package var bundle: String?
    /// One sentence, or several lines for errors that have several places.
    package var message: String

    package init(time: Int64, sandbox: String?, kind: Kind, bundle: String? = nil, message: String) {
        self.time = time
        self.sandbox = sandbox
        self.kind = kind
        self.bundle = bundle
        self.message = message
    }
}
