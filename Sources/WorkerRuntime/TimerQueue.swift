/// The timers of the turns that wait, and of the one that runs.
final class TimerQueue {
    struct Timer {
        /// On ``BootClock``.
        let due: UInt64
        /// What the script knows the timer by; ascending.
        let token: UInt64
        /// The number of the turn that made it.
        let turn: UInt64

        func isBefore(_ other: Timer) -> Bool { due == other.due ? token < other.token : due < other.due }
    }

    /// A binary heap, the earliest first. What was stopped stays in it until it comes to the front or is too much.
    private var heap: [Timer] = []
    /// The tokens of those that were not stopped.
    private var live: Set<UInt64> = []

    var isEmpty: Bool { live.isEmpty }

    /// When the next timer is due; nil without one.
    var next: UInt64? {
        dropStopped()
        return heap.first?.due
    }

    func start(_ timer: Timer) {
        live.insert(timer.token)
        heap.append(timer)
        rise(from: heap.count - 1)
    }

    func stop(token: UInt64) {
        guard live.remove(token) != nil, heap.count > 64, heap.count > 2 * live.count else { return }
        heap = heap.filter { live.contains($0.token) }.sorted { $0.isBefore($1) }
    }

    /// Takes the next timer out that is due at `now`.
    func takeDue(at now: UInt64) -> Timer? {
        dropStopped()
        guard let first = heap.first, first.due <= now else { return nil }
        live.remove(first.token)
        removeFirst()
        return first
    }

    func removeAll() {
        heap.removeAll()
        live.removeAll()
    }

    private func dropStopped() {
        while let first = heap.first, !live.contains(first.token) { removeFirst() }
    }

    private func removeFirst() {
        heap.swapAt(0, heap.count - 1)
        heap.removeLast()
        var index = 0
        while true {
            let left = 2 * index + 1
            guard left < heap.count else { return }
            let right = left + 1
            let child = right < heap.count && heap[right].isBefore(heap[left]) ? right : left
            guard heap[child].isBefore(heap[index]) else { return }
            heap.swapAt(child, index)
            index = child
        }
    }

    private func rise(from start: Int) {
        var index = start
        while index > 0 {
            let parent = (index - 1) / 2
            guard heap[index].isBefore(heap[parent]) else { return }
            heap.swapAt(index, parent)
            index = parent
        }
    }
}
