/// Lets a few run at a time. Those who wait take turns by their owners, so that one with many holds the others up by one.
actor RunQueue {
    private var free: Int
    private let most: Int
    private var waiting: [String: [CheckedContinuation<Bool, Never>]] = [:]
    /// Owners of those who wait, the next one first.
    private var owners: [String] = []

    /// - Parameter waiting: How many of one owner may wait.
    init(runs: Int, waiting: Int) {
        free = runs
        most = waiting
    }

    /// How many wait.
    var count: Int { waiting.values.reduce(0) { $0 + $1.count } }

    /// Waits for a run; false, at once, when too many of this owner wait already.
    func take(_ owner: String) async -> Bool {
        await withCheckedContinuation { continuation in
            if free > 0 {
                free -= 1
                return continuation.resume(returning: true)
            }
            let others = waiting[owner]?.count ?? 0
            guard others < most else { return continuation.resume(returning: false) }
            if others == 0 { owners.append(owner) }
            waiting[owner, default: []].append(continuation)
        }
    }

    /// Hands the run over to the next owner's that has waited longest.
    func release() {
        guard !owners.isEmpty else {
            free += 1
            return
        }
        let owner = owners.removeFirst()
        var own = waiting.removeValue(forKey: owner) ?? []
        let next = own.removeFirst()
        if !own.isEmpty {
            waiting[owner] = own
            owners.append(owner)
        }
        next.resume(returning: true)
    }
}
