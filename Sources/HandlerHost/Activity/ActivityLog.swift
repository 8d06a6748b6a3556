import NIOCore
import Synchronization

/// The newest turns and events, in memory, for whoever wants to see what happened.
///
/// Bounded by count and by bytes; the oldest entries make room. Appending never waits for a reader: a reader that falls
/// behind by more than the log holds misses entries, which it sees from the numbers.
package final class ActivityLog: Sendable {
    private struct State {
        var entries = CircularBuffer<ActivityEntry>()
        var weight = 0
        var nextNumber: UInt64 = 1
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())
    private let filter: (any TextFilter)?
    private let countLimit: Int
    private let weightLimit: Int

    /// What is appended is kept as it is.
    ///
    /// - Parameters:
    ///   - countLimit: How many entries are kept.
    ///   - weightLimit: How many bytes they may hold together, roughly.
    package convenience init(countLimit: Int = 2_000, weightLimit: Int = 64 << 20) {
        self.init(filter: nil, countLimit: countLimit, weightLimit: weightLimit)
    }

    /// - Parameter filter: Entries pass through it before they are kept.
    init(filter: (any TextFilter)?, countLimit: Int = 2_000, weightLimit: Int = 64 << 20) {
        self.filter = filter
        self.countLimit = countLimit
        self.weightLimit = weightLimit
    }

    /// Whether what is appended is read before it is kept.
    var isFiltering: Bool { filter != nil }

    package func append(_ content: ActivityEntry.Content) {
        let content = filter.map(content.filtered) ?? content
        let waiting = state.withLock { state in
            let entry = ActivityEntry(number: state.nextNumber, content: content)
            state.nextNumber += 1
            state.entries.append(entry)
            state.weight += entry.weight
            while state.entries.count > countLimit || (state.weight > weightLimit && state.entries.count > 1) {
                state.weight -= state.entries.removeFirst().weight
            }
            defer { state.waiting.removeAll(keepingCapacity: true) }
            return state.waiting
        }
        for reader in waiting { reader.resume() }
    }

    /// The kept entries with a number over `number`, oldest first.
    package func entries(after number: UInt64 = 0) -> [ActivityEntry] {
        state.withLock { state in
            guard let first = state.entries.first, let last = state.entries.last, number < last.number else { return [] }
            let skipped = number < first.number ? 0 : Int(number - first.number + 1)
            return Array(state.entries.dropFirst(skipped))
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
                        if Task.isCancelled || state.nextNumber - 1 > number { return true }
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
