import NIOCore
import Synchronization

/// Limits how many sandboxes are read, transformed and loaded at the same time.
///
/// A sandbox has at most one place for reading and one for loading, so that one that is slow holds up nobody but itself. Places
/// are given in the order in which they are asked for.
final class LoadPlaces: Sendable {
    /// What a place is for.
    enum Purpose: Hashable {
        /// Reading and transforming the files.
        case reading(SandboxName)
        /// Loading a bundle in a worker.
        case loading(SandboxName)
    }

    private struct Waiting {
        var urgency: Urgency
        var action: @Sendable (Urgency?) -> Void
    }

    private struct State {
        var taken = [Int](repeating: 0, count: Urgency.allCases.count)
        var waiting: [Purpose: Waiting] = [:]
        /// Has purposes that wait no more, or in another line: ``waiting`` decides.
        var lines = [CircularBuffer<Purpose>](repeating: CircularBuffer(), count: Urgency.allCases.count)
        var isClosed = false

        /// Takes a place and the first one in the line, if there are both.
        mutating func next(_ urgency: Urgency) -> Waiting? {
            while taken[urgency.rawValue] < urgency.width, let purpose = lines[urgency.rawValue].popFirst() {
                guard let first = waiting[purpose], first.urgency == urgency else { continue }
                waiting[purpose] = nil
                taken[urgency.rawValue] += 1
                return first
            }
            return nil
        }
    }

    private let state = Mutex(State())

    /// Asks for a place.
    ///
    /// - Parameters:
    ///   - purpose: Asked for once at a time.
    ///   - action: Called once, with what to hand back to ``leave(_:)``, or with nil after ``close()`` or ``drop(_:)``. Must not block.
    func whenFree(_ urgency: Urgency, for purpose: Purpose, _ action: @escaping @Sendable (Urgency?) -> Void) {
        let isOpen = state.withLock { state in
            guard !state.isClosed else { return false }
            state.waiting[purpose] = Waiting(urgency: urgency, action: action)
            state.lines[urgency.rawValue].append(purpose)
            return true
        }
        if isOpen { admit(urgency) } else { action(nil) }
    }

    /// Waits for a place; nil after ``close()`` or ``drop(_:)``.
    func take(_ urgency: Urgency, for purpose: Purpose) async -> Urgency? {
        await withCheckedContinuation { continuation in
            whenFree(urgency, for: purpose) { continuation.resume(returning: $0) }
        }
    }

    /// Gives a place back.
    func leave(_ urgency: Urgency) {
        state.withLock { $0.taken[urgency.rawValue] -= 1 }
        admit(urgency)
    }

    /// Has a sandbox that waits for a place wait among those that are asked for.
    func hurry(_ name: SandboxName) {
        state.withLock { state in
            for purpose in [Purpose.reading(name), .loading(name)] {
                guard let urgency = state.waiting[purpose]?.urgency, urgency != .asked else { continue }
                state.waiting[purpose]?.urgency = .asked
                state.lines[Urgency.asked.rawValue].append(purpose)
            }
        }
        admit(.asked)
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

    private func admit(_ urgency: Urgency) {
        while let next = state.withLock({ $0.next(urgency) }) { next.action(urgency) }
    }
}
