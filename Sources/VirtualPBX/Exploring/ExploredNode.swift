/// What came of a way through calls, and of the ways that go on from there.
package struct ExploredNode: Sendable {
    /// The steps since the point before.
    package var steps: [TimedNote]
    package var end: End
    /// What was done at the point, and what came of it.
    package var branches: [(input: ExploredInput, node: ExploredNode)] = []

    /// The branches, those of which nothing tells one from another as one, with all their inputs.
    package var groups: [(inputs: [ExploredInput], node: ExploredNode)] {
        var groups: [(inputs: [ExploredInput], node: ExploredNode)] = []
        for branch in branches {
            let same = groups.firstIndex {
                branch.node.branches.isEmpty && $0.node.branches.isEmpty && $0.node.line == branch.node.line
            }
            if let same { groups[same].inputs.append(branch.input) } else { groups.append(([branch.input], branch.node)) }
        }
        return groups
    }

    package enum End: Sendable, Equatable {
        case finished(FinishReason)
        /// The call waits, and the branches go on.
        case waits(ExploredPoint)
        /// The call waits where an earlier way has waited as well, so that nothing new follows.
        case known(ExploredPoint)
        /// The call waits, and there was no room for more inputs or calls: what was tried by then are the branches.
        case cut(ExploredPoint)
    }
}
