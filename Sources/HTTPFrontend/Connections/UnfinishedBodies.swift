import HTTPText
import HandlerHost
import NIOCore
import Synchronization

/// The bodies of requests that have come in part: each holds memory and a connection for a caller who may never send the rest.
///
/// There is room for so many of them, of so many bytes, and for so many of one caller. When there is none, the body that has stood
/// still for longest gives way to a new one; while all of them move, one of the caller who has the most of them does.
final class UnfinishedBodies: Sendable {
    struct Limits: Sendable, Equatable {
        var count = 1_024
        /// Bytes of all of them together. A single one may be longer.
        var bytes = 256 << 20
        var ofOneCaller = 256
        /// How long a body has to stand still to count as one that makes no progress.
        var stall = TimeAmount.seconds(1)
    }

    typealias Ticket = UInt64

    fileprivate struct Entry {
        let caller: IPAddress?
        var bytes: Int
        var progress: NIODeadline
        let giveWay: @Sendable () -> Void
    }

    /// When bodies moved, in order of time. The last time of each counts.
    fileprivate struct Line {
        var moves = CircularBuffer<(ticket: Ticket, time: NIODeadline)>()
        /// How many bodies there are.
        var count = 0
    }

    fileprivate struct State {
        var entries: [Ticket: Entry] = [:]
        var all = Line()
        var callers: [IPAddress?: Line] = [:]
        var bytes = 0
        var lastTicket: Ticket = 0
    }

    private let limits: Limits
    private let state = Mutex(State())

    init(limits: Limits = Limits()) { self.limits = limits }

    /// Takes in a body that has begun.
    ///
    /// - Parameters:
    ///   - caller: Nil when it is not known.
    ///   - bytes: What has come of it.
    ///   - giveWay: Called once, on any thread, when the body has to make room. It is not among the others any more then.
    /// - Returns: Nil when there is no room for it.
    func begin(caller: IPAddress?, bytes: Int, now: NIODeadline, giveWay: @escaping @Sendable () -> Void) -> Ticket? {
        let caller = caller?.callerKey
        let (ticket, victim) = state.withLock { state -> (Ticket?, Entry?) in
            var victim: Entry?
            let held = state.callers[caller]?.count ?? 0
            if held >= limits.ofOneCaller || state.entries.count >= limits.count {
                guard let found = limits.victim(in: &state, for: caller, holding: held, now: now) else { return (nil, nil) }
                victim = state.remove(found)
            }
            state.lastTicket += 1
            state.entries[state.lastTicket] = Entry(caller: caller, bytes: bytes, progress: now, giveWay: giveWay)
            state.all.count += 1
            state.callers[caller, default: UnfinishedBodies.Line()].count += 1
            state.noteMove(state.lastTicket, of: caller, now)
            state.bytes += bytes
            return (state.lastTicket, victim)
        }
        victim?.giveWay()
        return ticket
    }

    /// Notes that more of a body has come. Bodies that are too long together give way, until the others have room.
    func progressed(_ ticket: Ticket, bytes: Int, now: NIODeadline) {
        let victims = state.withLock { state -> [Entry] in
            guard let entry = state.entries[ticket] else { return [] }
            state.entries[ticket]?.bytes += bytes
            state.entries[ticket]?.progress = now
            state.noteMove(ticket, of: entry.caller, now)
            state.bytes += bytes
            var victims: [Entry] = []
            while state.bytes > limits.bytes, state.entries.count > 1, let found = limits.heaviest(in: state.entries, now: now) {
                if let victim = state.remove(found) { victims.append(victim) }
            }
            return victims
        }
        for victim in victims { victim.giveWay() }
    }

    /// Forgets a body that is whole, or will never be.
    func end(_ ticket: Ticket) {
        state.withLock { state in _ = state.remove(ticket) }
    }

    /// How many there are.
    var count: Int { state.withLock { $0.entries.count } }
}

extension UnfinishedBodies.State {
    fileprivate mutating func remove(_ ticket: UnfinishedBodies.Ticket) -> UnfinishedBodies.Entry? {
        guard let entry = entries.removeValue(forKey: ticket) else { return nil }
        bytes -= entry.bytes
        all.count -= 1
        callers[entry.caller]?.count -= 1
        if callers[entry.caller]?.count == 0 { callers[entry.caller] = nil }
        return entry
    }

    fileprivate mutating func noteMove(_ ticket: UnfinishedBodies.Ticket, of caller: IPAddress?, _ now: NIODeadline) {
        all.note(ticket, now, among: entries)
        callers[caller]?.note(ticket, now, among: entries)
    }

    /// The body of all, or of one caller, that has stood still for longest.
    fileprivate mutating func stillest() -> UnfinishedBodies.Ticket? { all.stillest(among: entries) }

    fileprivate mutating func stillest(of caller: IPAddress?) -> UnfinishedBodies.Ticket? { callers[caller]?.stillest(among: entries) }
}

extension UnfinishedBodies.Line {
    fileprivate mutating func note(
        _ ticket: UnfinishedBodies.Ticket, _ now: NIODeadline, among entries: [UnfinishedBodies.Ticket: UnfinishedBodies.Entry]
    ) {
        moves.append((ticket, now))
        // Looking at all of them once pays for as many moves.
        if moves.count > 2 * count + 64 { moves.removeAll { entries[$0.ticket]?.progress != $0.time } }
    }

    fileprivate mutating func stillest(
        among entries: [UnfinishedBodies.Ticket: UnfinishedBodies.Entry]
    ) -> UnfinishedBodies.Ticket? {
        while let first = moves.first, entries[first.ticket]?.progress != first.time { moves.removeFirst() }
        return moves.first?.ticket
    }
}

extension UnfinishedBodies.Limits {
    /// The body that gives way to a new one.
    ///
    /// - Parameters:
    ///   - caller: The new one's. When he has as many as he may, one of his gives way.
    ///   - held: How many he has.
    fileprivate func victim(
        in state: inout UnfinishedBodies.State, for caller: IPAddress?, holding held: Int, now: NIODeadline
    ) -> UnfinishedBodies.Ticket? {
        let isFull = held >= ofOneCaller
        guard let stillest = isFull ? state.stillest(of: caller) : state.stillest(), let entry = state.entries[stillest] else { return nil }
        if entry.progress + stall <= now { return stillest }
        guard !isFull, let most = state.callers.max(by: { $0.value.count < $1.value.count }), most.value.count > held + 1 else {
            return nil
        }
        return state.stillest(of: most.key)
    }

    /// The body that stands still, or else the longest one.
    fileprivate func heaviest(
        in entries: [UnfinishedBodies.Ticket: UnfinishedBodies.Entry], now: NIODeadline
    ) -> UnfinishedBodies.Ticket? {
        let still = entries.filter { $0.value.progress + stall <= now }
        return (still.isEmpty ? entries : still).max { $0.value.bytes < $1.value.bytes }?.key
    }
}
