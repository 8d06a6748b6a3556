import StateStore

extension StateCommit {
    /// A commit of the sandbox shop whose turn is `t` and its version, and whose time is the version in seconds.
    static func sample(_ version: Int64, _ patch: String, cause: String = "GET /go") -> StateCommit {
        StateCommit(
            sandbox: "shop", version: version, patch: Array(patch.utf8), turn: "t\(version)", cause: cause, time: version * 1_000)
    }
}
