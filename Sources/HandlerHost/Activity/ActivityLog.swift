import NIOCore
import Synchronization
import TextFilters

/// The newest turns and events, in memory, for whoever wants to see what happened.
///
/// Bounded by count and by bytes, of which each sandbox has its share; the oldest entries make room. Appending never waits for a
/// reader: a reader that falls behind by more than the log holds misses entries, which it sees from the numbers.
package final class ActivityLog: Sendable {
    private struct State {
        var shelf: ActivityShelf
        var nextNumber: UInt64 = 1
        var waiting: [CheckedContinuation<Void, Never>] = []

        /// Whether there was an entry with a number over `number`. It need not be kept: a large one may be over its owner's share at once.
        func isBehind(_ number: UInt64) -> Bool { number < nextNumber - 1 }

        func hasEntry(after number: UInt64) -> Bool { isBehind(number) && !shelf.entries(after: number).isEmpty }
    }

    private let state: Mutex<State>
    private let filter: (any TextFilter)?

    /// What is appended is kept as it is.
    ///
    /// - Parameters:
    ///   - countLimit: How many entries are kept.
    ///   - weightLimit: How many bytes they may hold together, roughly.
    package convenience init(countLimit: Int = 2_000, weightLimit: Int = 32 << 20) {
        self.init(filter: nil, countLimit: countLimit, weightLimit: weightLimit)
    }

    /// - Parameter filter: Entries pass through it before they are kept.
    init(filter: (any TextFilter)?, countLimit: Int = 2_000, weightLimit: Int = 32 << 20) {
        self.filter = filter
        state = Mutex(State(shelf: ActivityShelf(countLimit: countLimit, weightLimit: weightLimit)))
    }

    /// Whether what is appended is read before it is kept.
    var isFiltering: Bool { filter != nil }

    /// - Parameter reachedSandbox: False for a request that names a sandbox and reached none.
    package func append(_ content: ActivityEntry.Content, reachedSandbox: Bool = true) {
        let content = (filter.map(content.filtered) ?? content).shortened
        let waiting = state.withLock { state in
            let entry = ActivityEntry(number: state.nextNumber, content: content)
            state.nextNumber += 1
            state.shelf.append(entry, of: Self.owner(of: entry, reachedSandbox))
            defer { state.waiting.removeAll(keepingCapacity: true) }
            return state.waiting
        }
        for reader in waiting { reader.resume() }
    }

    /// The kept entries with a number over `number`, oldest first.
    package func entries(after number: UInt64 = 0) -> [ActivityEntry] {
        let found = state.withLock { state in state.isBehind(number) ? state.shelf.entries(after: number) : [] }
        // Those who append wait for the lock, and not for this.
        return found.sorted { $0.number < $1.number }
    }

    /// How many readers wait for the next entry.
    var waitingReaders: Int { state.withLock { $0.waiting.count } }

    private static func owner(of entry: ActivityEntry, _ reachedSandbox: Bool) -> ActivityShelf.Owner {
        switch entry.sandbox {
        case nil: .host
        case "": .nobody
        case let name?: reachedSandbox ? .sandbox(name) : .nobody
        }
    }

    /// Waits until there is an entry with a number over `number`, or until the task is cancelled, and returns all of them.
    package func next(after number: UInt64) async -> [ActivityEntry] {
        while !Task.isCancelled {
            let found = entries(after: number)
            if !found.isEmpty { return found }
            await withTaskCancellationHandler {
                await withCheckedContinuation { continuation in
                    let isNews = state.withLock { state in
                        if Task.isCancelled || state.hasEntry(after: number) { return true }
                        state.waiting.append(continuation)
                        return false
                    }
                    if isNews { continuation.resume() }
                }
            } onCancel: {
                wakeReaders()
            }
        }
        return []
    }

    /// Readers check for themselves whether there is anything for them.
    private func wakeReaders() {
        let waiting = state.withLock { state in
            defer { state.waiting.removeAll() }
            return state.waiting
        }
        for reader in waiting { reader.resume() }
    }
}
