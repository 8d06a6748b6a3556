import Synchronization

/// The places for turns of the whole host (`--turn-limit`), shared among its sandboxes.
///
/// While a place is free, anybody gets it. When none is, the sandbox that had the most when that was last looked for gives one to a sandbox
/// that has fewer. The places are over their limit until it has done so, and never by more than there are places.
final class TurnPlaces: Sendable {
    /// The places that one sandbox has.
    final class Share: Sendable {
        private let taken = Atomic<Int>(0)
        /// How many of them it was asked for and has not given back.
        private let owed = Atomic<Int>(0)

        /// Whether the sandbox has to give places up.
        var owes: Bool { owed.load(ordering: .relaxed) > 0 }

        /// The places that the sandbox may keep.
        fileprivate var kept: Int { taken.load(ordering: .relaxed) - owed.load(ordering: .relaxed) }

        fileprivate func enter() -> Int { taken.add(1, ordering: .relaxed).newValue }

        fileprivate func ask() { owed.add(1, ordering: .relaxed) }

        /// Any place that is given back counts for what is owed. Called on the sandbox's event loop only.
        fileprivate func leave() {
            taken.subtract(1, ordering: .relaxed)
            if owes { owed.subtract(1, ordering: .relaxed) }
        }

        fileprivate func turnAway() { taken.subtract(1, ordering: .relaxed) }
    }

    private struct Member {
        let share: Share
        let giveUp: @Sendable () -> Void
    }

    private struct Members {
        var all: [ObjectIdentifier: Member] = [:]
        /// The one that was found to have the most.
        var largest: Member?
        var lastSearch: ContinuousClock.Instant?

        /// The member who gives a place to a sandbox that has `count` with it; nil when nobody has more.
        mutating func giver(to count: Int, now: ContinuousClock.Instant) -> Member? {
            if let largest, largest.share.kept > count { return largest }
            // A host has thousands of sandboxes: all of them are looked at seldom.
            guard lastSearch.map({ $0 + TurnPlaces.searchPause <= now }) ?? true else { return nil }
            lastSearch = now
            largest = all.values.max { $0.share.kept < $1.share.kept }
            return largest.flatMap { $0.share.kept > count ? $0 : nil }
        }
    }

    private static let searchPause = Duration.milliseconds(10)

    private let limit: Int
    private let taken = Atomic<Int>(0)
    private let members = Mutex(Members())

    init(limit: Int) { self.limit = limit }

    /// Lets a sandbox have places.
    ///
    /// - Parameter giveUp: Called on any thread when the sandbox has to give one up.
    func join(_ share: Share, giveUp: @escaping @Sendable () -> Void) {
        members.withLock { $0.all[ObjectIdentifier(share)] = Member(share: share, giveUp: giveUp) }
    }

    func part(_ share: Share) {
        members.withLock { members in
            members.all[ObjectIdentifier(share)] = nil
            if members.largest?.share === share { members.largest = nil }
        }
    }

    /// Takes a place for a turn of a sandbox; ``leave(_:)`` gives it back.
    ///
    /// - Returns: False when there is none, and no other sandbox has more.
    func enter(_ share: Share) -> Bool {
        let count = share.enter()
        guard taken.add(1, ordering: .relaxed).newValue > limit else { return true }
        let giver = members.withLock { members in
            let giver = members.giver(to: count, now: .now)
            giver?.share.ask()
            return giver
        }
        guard let giver else {
            share.turnAway()
            taken.subtract(1, ordering: .relaxed)
            return false
        }
        giver.giveUp()
        return true
    }

    func leave(_ share: Share) {
        share.leave()
        taken.subtract(1, ordering: .relaxed)
    }

    /// Why a turn gets no place.
    var fault: TurnFault { TurnFault(.overloaded, "the host has \(limit) requests under way, which is its limit") }
}
