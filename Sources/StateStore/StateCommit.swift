/// One patch that is to become the next version of a sandbox's state.
package struct StateCommit: Sendable, Equatable {
    /// The versions that a journal can have: nobody makes so many, and each of them is exact in JSON.
    package static let versions: ClosedRange<Int64> = 1...(1 << 53)

    /// The sandbox's name, not empty.
    package var sandbox: String
    /// The version that the commit makes: one more than the version it is based on, so 1 for the first.
    package var version: Int64
    /// The turn that made the version this one is based on.
    ///
    /// A commit whose number is right and whose parent is not the one stored is a conflict: it follows a version that
    /// was refused in favour of another of the same number. nil means that the number alone counts, which is right for
    /// what does not depend on the document before: a seed, a put, a reset.
    package var parent: String?
    /// The JSON text of a ``StatePatch``; the store does not look into it.
    package var patch: [UInt8]
    /// The identity of the turn, unique among all turns of the sandbox.
    package var turn: String
    /// What caused the change: a route such as `GET /crm_integration`, or `seed`, `load`, `put` or `reset`.
    package var cause: String
    /// Milliseconds since 1970.
    package var time: Int64

    package init(
        sandbox: String, version: Int64, parent: String? = nil, patch: [UInt8], turn: String, cause: String, time: Int64
    ) {
        self.sandbox = sandbox
        self.version = version
        self.parent = parent
        self.patch = patch
        self.turn = turn
        self.cause = cause
        self.time = time
    }
}
