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

    fileprivate struct State {
        var entries: [Ticket: Entry] = [:]
        var counts: [IPAddress?: Int] = [:]
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
            let held = state.counts[caller] ?? 0
            if held >= limits.ofOneCaller || state.entries.count >= limits.count {
                let own = held >= limits.ofOneCaller ? caller : nil
                guard let found = limits.victim(in: state.entries, of: own, for: held, state.counts, now: now) else { return (nil, nil) }
                victim = state.remove(found)
            }
            state.lastTicket += 1
            state.entries[state.lastTicket] = Entry(caller: caller, bytes: bytes, progress: now, giveWay: giveWay)
            state.counts[caller, default: 0] += 1
            state.bytes += bytes
            return (state.lastTicket, victim)
        }
        victim?.giveWay()
        return ticket
    }

    /// Notes that more of a body has come. Bodies that are too long together give way, until the others have room.
    func progressed(_ ticket: Ticket, bytes: Int, now: NIODeadline) {
        let victims = state.withLock { state -> [Entry] in
            guard state.entries[ticket] != nil else { return [] }
            state.entries[ticket]?.bytes += bytes
            state.entries[ticket]?.progress = now
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
        counts[entry.caller] = counts[entry.caller].flatMap { $0 > 1 ? $0 - 1 : nil }
        return entry
    }
}

extension UnfinishedBodies.Limits {
    /// The body that gives way to a new one.
    ///
    /// - Parameters:
    ///   - own: The new one's caller when he has as many as he may: then one of his gives way.
    ///   - held: How many the new one's caller has.
    fileprivate func victim(
        in entries: [UnfinishedBodies.Ticket: UnfinishedBodies.Entry], of own: IPAddress?, for held: Int, _ counts: [IPAddress?: Int],
        now: NIODeadline
    ) -> UnfinishedBodies.Ticket? {
        let choice = own == nil ? entries : entries.filter { $0.value.caller == own }
        guard let stillest = choice.min(by: { $0.value.progress < $1.value.progress }) else { return nil }
        if stillest.value.progress + stall <= now { return stillest.key }
        guard own == nil, let most = counts.max(by: { $0.value < $1.value }), most.value > held + 1 else { return nil }
        return entries.filter { $0.value.caller == most.key }.min { $0.value.progress < $1.value.progress }?.key
    }

    /// The body that stands still, or else the longest one.
    fileprivate func heaviest(
        in entries: [UnfinishedBodies.Ticket: UnfinishedBodies.Entry], now: NIODeadline
    ) -> UnfinishedBodies.Ticket? {
        let still = entries.filter { $0.value.progress + stall <= now }
        return (still.isEmpty ? entries : still).max { $0.value.bytes < $1.value.bytes }?.key
    }
}
