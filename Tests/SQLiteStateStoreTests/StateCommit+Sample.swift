import StateStore

extension StateCommit {
    /// A commit of `version` with a patch of its own, by the turn `turn`, which is `t` and the version unless given.
    static func sample(
        _ sandbox: String, _ version: Int64, parent: String? = nil, turn: String? = nil, patch: [UInt8]? = nil
    ) -> StateCommit {
        StateCommit(
            sandbox: sandbox,
            version: version,
            parent: parent,
            patch: patch ?? Array(#"[{"op":"add","path":"/n","value":\#(version)}]"#.utf8),
            turn: turn ?? "t\(version)",
            cause: "GET /заказы",
            time: 1_700_000_000_000 &+ version
        )
    }
}
