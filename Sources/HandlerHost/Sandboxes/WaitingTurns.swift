import NIOCore

/// The turns that wait for the worker, in the order in which they will begin: each caller in turn, the turns of one as they came.
///
/// A turn belongs to the round after the one of its caller's turn before it, so that who has many waiting gets no more of the worker
/// than who has one.
struct WaitingTurns {
    private struct Share {
        var count = 0
        var lastRound = 0
    }

    /// By round.
    private var turns = CircularBuffer<Turn>()
    private var shares: [TurnCaller: Share] = [:]
    /// Of the turn that began last.
    private var round = 0

    var count: Int { turns.count }
    var isEmpty: Bool { turns.isEmpty }
    var first: Turn? { turns.first }

    mutating func append(_ turn: Turn) {
        let share = shares[turn.caller]
        turn.round = share.map { $0.lastRound + 1 } ?? round
        var (low, high) = (0, turns.count)
        while low < high {
            let middle = (low + high) / 2
            if turns[offset: middle].round <= turn.round { low = middle + 1 } else { high = middle }
        }
        turns.insert(turn, at: turns.index(turns.startIndex, offsetBy: low))
        shares[turn.caller] = Share(count: (share?.count ?? 0) + 1, lastRound: turn.round)
    }

    /// Puts a turn before all others.
    mutating func prepend(_ turn: Turn) {
        turn.round = Swift.min(turns.first?.round ?? round, round)
        turns.prepend(turn)
        shares[turn.caller, default: Share(count: 0, lastRound: turn.round)].count += 1
    }

    mutating func popFirst() -> Turn? {
        guard let turn = turns.popFirst() else { return nil }
        round = Swift.max(round, turn.round)
        leave(turn)
        return turn
    }

    mutating func removeAll(where isMeant: (Turn) -> Bool) {
        for turn in turns where isMeant(turn) { leave(turn) }
        turns.removeAll(where: isMeant)
    }

    mutating func removeAll() {
        turns.removeAll()
        shares.removeAll()
    }

    /// Takes out a turn that makes room for another one: the last one of the caller who has the most of them.
    ///
    /// - Parameter turn: The other one; nil for one of another sandbox.
    /// - Returns: Nil when the other one's caller would have as many.
    mutating func makeRoom(for turn: Turn? = nil) -> Turn? {
        let own = turn.map { (shares[$0.caller]?.count ?? 0) + 1 } ?? 0
        guard let most = shares.max(by: { $0.value.count < $1.value.count }), most.value.count > own,
            let index = turns.lastIndex(where: { $0.caller == most.key && $0.attempts == 0 && !$0.isExpiry })
        else { return nil }
        let last = turns.remove(at: index)
        leave(last)
        return last
    }

    private mutating func leave(_ turn: Turn) {
        shares[turn.caller]?.count -= 1
        if shares[turn.caller]?.count == 0 { shares[turn.caller] = nil }
    }
}

extension WaitingTurns: Sequence {
    func makeIterator() -> CircularBuffer<Turn>.Iterator { turns.makeIterator() }
}
