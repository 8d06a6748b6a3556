import HTTPText
import NIOCore
import NIOPosix
import Synchronization

/// Limits how many sandboxes are read, transformed and loaded at the same time.
///
/// A sandbox has at most one place for reading and one for loading, so that one that is slow holds up nobody but itself. Places
/// are given in the order in which they are asked for. Who keeps his place for longer than is usual is overdue: he holds up nobody
/// either, since another one gets a place beside him. When too many are overdue, the one that has its place for longest gives way.
final class LoadPlaces: Sendable {
    /// What a place is for.
    enum Purpose: Hashable {
        /// Reading and transforming the files.
        case reading(SandboxName)
        /// Loading a bundle in a worker.
        case loading(SandboxName)
    }

    /// A place that was given, to be handed back.
    struct Place: Sendable, Equatable {
        let urgency: Urgency
        fileprivate let number: UInt64
    }

    /// Calls something after a time.
    typealias Later = @Sendable (_ delay: Duration, _ action: @escaping @Sendable () -> Void) -> Void

    private struct Waiting {
        var urgency: Urgency
        var action: @Sendable (Place?) -> Void
    }

    private struct State {
        /// How many places of each kind are taken, without those that are overdue.
        var taken = [Int](repeating: 0, count: Urgency.allCases.count)
        /// Places that were given, and whether they are overdue.
        var given: [UInt64: Bool] = [:]
        var overdue = 0
        /// What those who hold places do to give way, and those of them who were asked to.
        var ways: [UInt64: @Sendable () -> Void] = [:]
        var givingWay: Set<UInt64> = []
        /// Places that became overdue when too many were: they count until some others are handed back.
        var late: [Place] = []
        var lastNumber: UInt64 = 0
        var waiting: [Purpose: Waiting] = [:]
        /// Has purposes that wait no more, or in another line: ``waiting`` decides.
        var lines = [CircularBuffer<Purpose>](repeating: CircularBuffer(), count: Urgency.allCases.count)
        var isClosed = false

        /// Takes a place and the first one in the line, if there are both.
        mutating func next(_ urgency: Urgency) -> (Waiting, Place)? {
            while taken[urgency.rawValue] < urgency.width, let purpose = lines[urgency.rawValue].popFirst() {
                guard let first = waiting[purpose], first.urgency == urgency else { continue }
                waiting[purpose] = nil
                taken[urgency.rawValue] += 1
                lastNumber += 1
                given[lastNumber] = false
                return (first, Place(urgency: urgency, number: lastNumber))
            }
            return nil
        }

        /// Counts a place no longer, if it was not handed back and not too many are overdue.
        mutating func makeOverdue(_ place: Place) {
            guard given[place.number] == false else { return }
            guard overdue < LoadPlaces.mostOverdue else {
                if !late.contains(place) { late.append(place) }
                return
            }
            given[place.number] = true
            overdue += 1
            taken[place.urgency.rawValue] -= 1
        }

        /// Whether somebody waits for a place of a kind.
        mutating func isAwaited(_ urgency: Urgency) -> Bool {
            while let purpose = lines[urgency.rawValue].first {
                if waiting[purpose]?.urgency == urgency { return true }
                lines[urgency.rawValue].removeFirst()
            }
            return false
        }

        /// Who has to give way, as others wait for places of those that are late.
        mutating func nextToGiveWay() -> (@Sendable () -> Void)? {
            guard givingWay.count < late.count, givingWay.count < neededPlaces,
                let oldest = ways.keys.filter({ given[$0] == true && !givingWay.contains($0) }).min()
            else { return nil }
            givingWay.insert(oldest)
            return ways[oldest]
        }

        /// How many waiters, other than those that nobody waits for, would have a place if those that are late counted no more.
        private var neededPlaces: Int {
            var (held, awaited) = ([Urgency: Int](), [Urgency: Int]())
            for place in late where place.urgency != .spare { held[place.urgency, default: 0] += 1 }
            for one in waiting.values { awaited[one.urgency, default: 0] += 1 }
            return held.reduce(0) { $0 + min($1.value, awaited[$1.key] ?? 0) }
        }

        mutating func take(back place: Place) {
            ways[place.number] = nil
            givingWay.remove(place.number)
            guard let wasOverdue = given.removeValue(forKey: place.number) else { return }
            guard wasOverdue else {
                late.removeAll { $0 == place }
                taken[place.urgency.rawValue] -= 1
                return
            }
            overdue -= 1
            // A kind that somebody waits for comes first, and of those the most urgent.
            let kinds = Set(late.map(\.urgency)).sorted { $0.rawValue < $1.rawValue }
            guard let kind = kinds.first(where: { isAwaited($0) }) ?? kinds.first,
                let next = late.firstIndex(where: { $0.urgency == kind })
            else { return }
            makeOverdue(late.remove(at: next))
        }
    }

    /// With the places of all kinds this is how many processes may load at the same time.
    static let mostOverdue = 42

    private let state = Mutex(State())
    private let later: Later

    init(later: @escaping Later = LoadPlaces.schedule) { self.later = later }

    /// Asks for a place.
    ///
    /// - Parameters:
    ///   - purpose: Whoever waits for the same one, such as a removed sandbox of the same name, is told that nobody needs it any more.
    ///   - action: Called once, with what to hand back to ``leave(_:)``, or with nil after ``close()`` or ``drop(_:)``. Must not block.
    func whenFree(_ urgency: Urgency, for purpose: Purpose, _ action: @escaping @Sendable (Place?) -> Void) {
        let (isOpen, former) = state.withLock { state in
            guard !state.isClosed else { return (false, Waiting?.none) }
            let former = state.waiting.updateValue(Waiting(urgency: urgency, action: action), forKey: purpose)
            state.lines[urgency.rawValue].append(purpose)
            return (true, former)
        }
        former?.action(nil)
        guard isOpen else { return action(nil) }
        admit(urgency)
        press()
    }

    /// Waits for a place; nil after ``close()`` or ``drop(_:)``.
    func take(_ urgency: Urgency, for purpose: Purpose) async -> Place? {
        await withCheckedContinuation { continuation in
            whenFree(urgency, for: purpose) { continuation.resume(returning: $0) }
        }
    }

    /// Takes a place back.
    func leave(_ place: Place) {
        state.withLock { $0.take(back: place) }
        // One of another kind may have become overdue instead.
        for urgency in Urgency.allCases { admit(urgency) }
        press()
    }

    /// Has a sandbox that waits for a place wait among those of a more urgent kind.
    func hurry(_ name: SandboxName, to urgency: Urgency = .asked) {
        state.withLock { state in
            for purpose in [Purpose.reading(name), .loading(name)] {
                guard let present = state.waiting[purpose]?.urgency, present.rawValue > urgency.rawValue else { continue }
                state.waiting[purpose]?.urgency = urgency
                state.lines[urgency.rawValue].append(purpose)
            }
        }
        admit(urgency)
        press()
    }

    /// Has a sandbox wait no longer: nobody needs it.
    func drop(_ name: SandboxName) {
        let dropped = state.withLock { state in
            [Purpose.reading(name), .loading(name)].compactMap { state.waiting.removeValue(forKey: $0) }
        }
        for one in dropped { one.action(nil) }
    }

    /// Gives no places from now on, and tells those who wait.
    func close() {
        let waiting = state.withLock { state in
            state.isClosed = true
            defer { state.waiting = [:] }
            return Array(state.waiting.values)
        }
        for one in waiting { one.action(nil) }
    }

    /// Whether somebody waits for a place who is waited for.
    var areAwaited: Bool {
        state.withLock { state in Urgency.allCases.contains { $0 != .spare && state.isAwaited($0) } }
    }

    /// Has an action called when whoever holds a place has to give way: too many are overdue, and others wait.
    ///
    /// - Parameter action: To see to it that the place is handed back. Must not block.
    func whenPressed(_ place: Place, _ action: @escaping @Sendable () -> Void) {
        state.withLock { state in
            if state.given[place.number] != nil { state.ways[place.number] = action }
        }
    }

    /// Counts a place no longer among those of its kind: whoever holds it takes longer than is usual.
    func outlast(_ place: Place) {
        state.withLock { $0.makeOverdue(place) }
        admit(place.urgency)
        press()
    }

    private func admit(_ urgency: Urgency) {
        while let (next, place) = state.withLock({ $0.next(urgency) }) {
            later(urgency.usualTime) { [weak self] in self?.outlast(place) }
            next.action(place)
        }
    }

    /// Has as many give way as are needed, when everybody is admitted for whom there is a place.
    private func press() {
        while let giveWay = state.withLock({ $0.nextToGiveWay() }) { giveWay() }
    }

    private static let schedule: Later = { delay, action in
        _ = MultiThreadedEventLoopGroup.singleton.any().scheduleTask(in: TimeAmount(delay), action)
    }
}
