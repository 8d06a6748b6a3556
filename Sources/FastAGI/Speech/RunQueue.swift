/// Lets a few run at a time, in the order in which they come.
actor RunQueue {
    private var free: Int
    private let most: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    /// - Parameter waiting: How many may wait.
    init(runs: Int, waiting: Int) {
        free = runs
        most = waiting
    }

    /// Waits for a run; false, at once, when too many wait already.
    func take() async -> Bool {
        if free > 0 {
            free -= 1
            return true
        }
        guard waiting.count < most else { return false }
        await withCheckedContinuation { waiting.append($0) }
        return true
    }

    /// Hands the run over to the one that has waited longest.
    func release() {
        if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() }
    }
}
