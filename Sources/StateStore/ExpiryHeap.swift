import JSONText

/// Entries of an ``ExpirySchedule`` with the earliest at hand, among them some that do not hold any more.
struct ExpiryHeap: Sendable {
    struct Entry: Sendable {
        let path: JSONPointer
        let due: ExpiryNode.Due
    }

    /// A binary heap: no entry is due after its two children, those at `2 * index + 1` and `2 * index + 2`.
    private var entries: [Entry] = []

    var count: Int { entries.count }
    var first: Entry? { entries.first }

    mutating func insert(_ entry: Entry) {
        entries.append(entry)
        var index = entries.count - 1
        while index > 0, entries[index].due.time < entries[(index - 1) / 2].due.time {
            entries.swapAt(index, (index - 1) / 2)
            index = (index - 1) / 2
        }
    }

    mutating func removeFirst() {
        entries.swapAt(0, entries.count - 1)
        entries.removeLast()
        sink(from: 0)
    }

    mutating func removeAll(where isGone: (Entry) -> Bool) {
        entries.removeAll(where: isGone)
        for index in stride(from: entries.count / 2 - 1, through: 0, by: -1) { sink(from: index) }
    }

    /// The entries that are due at `time`, in no order.
    func due(at time: Int64) -> [Entry] {
        var found: [Entry] = []
        var open = [0]
        while let index = open.popLast() {
            guard index < entries.count, entries[index].due.time <= time else { continue }
            found.append(entries[index])
            open += [2 * index + 1, 2 * index + 2]
        }
        return found
    }

    private mutating func sink(from start: Int) {
        var index = start
        while true {
            var least = index
            for child in [2 * index + 1, 2 * index + 2] where child < entries.count {
                if entries[child].due.time < entries[least].due.time { least = child }
            }
            guard least != index else { return }
            entries.swapAt(index, least)
            index = least
        }
    }
}
