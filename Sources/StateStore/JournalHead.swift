/// The end of one sandbox's journal, as the commits of a group move it on.
///
/// Every store decides with it which commits of a group fit, so that all of them decide alike.
package struct JournalHead: Sendable {
    /// The version stored last, 0 for none.
    package private(set) var version: Int64
    /// The turn that made it, nil for none.
    package private(set) var turn: String?
    private var hasRefused = false

    package init(version: Int64, turn: String?) {
        self.version = version
        self.turn = turn
    }

    /// Whether `commit` is based on this head, given what was refused before it in the same group.
    package func accepts(_ commit: StateCommit) -> Bool {
        guard StateCommit.versions.contains(commit.version), commit.version - 1 == version else { return false }
        // Behind a refused commit the number proves nothing: it may count from the one that never came to be.
        guard let parent = commit.parent else { return !hasRefused }
        return parent == turn
    }

    /// Moves on to the version that `commit`, which is stored, makes.
    package mutating func advance(to commit: StateCommit) {
        version = commit.version
        turn = commit.turn
    }

    /// Notes that a commit of the group was not stored.
    package mutating func refuse() {
        hasRefused = true
    }
}
