/// Something that is due at a time.
protocol Timed: Sendable {
    /// Milliseconds since 1970.
    var time: Int64 { get }
}

/// A binary heap with the earliest element at hand.
struct ExpiryHeap<Element: Timed>: Sendable {
    /// No element is earlier than its parent: the children of `index` are at `2 * index + 1` and `2 * index + 2`.
    private var elements: [Element] = []

    var count: Int { elements.count }
    var first: Element? { elements.first }

    mutating func insert(_ element: Element) {
        elements.append(element)
        var index = elements.count - 1
        while index > 0, elements[index].time < elements[(index - 1) / 2].time {
            elements.swapAt(index, (index - 1) / 2)
            index = (index - 1) / 2
        }
    }

    mutating func removeFirst() {
        elements.swapAt(0, elements.count - 1)
        elements.removeLast()
        sink(from: 0)
    }

    mutating func removeAll(where isGone: (Element) -> Bool) {
        elements.removeAll(where: isGone)
        for index in stride(from: elements.count / 2 - 1, through: 0, by: -1) { sink(from: index) }
    }

    /// The earliest elements in their order: at most `limit` of them, and none that is due after `time`.
    ///
    /// The cost depends on how many are found, not on how many there are.
    func earliest(_ limit: Int, until time: Int64) -> [Element] {
        var found: [Element] = []
        // The next element is the earliest child of those found so far.
        var candidates = ExpiryHeap<Candidate>()
        if let first = elements.first { candidates.insert(Candidate(index: 0, time: first.time)) }
        while found.count < limit, let next = candidates.first, next.time <= time {
            candidates.removeFirst()
            found.append(elements[next.index])
            for child in [2 * next.index + 1, 2 * next.index + 2] where child < elements.count {
                candidates.insert(Candidate(index: child, time: elements[child].time))
            }
        }
        return found
    }

    private struct Candidate: Timed {
        let index: Int
        let time: Int64
    }

    private mutating func sink(from start: Int) {
        var index = start
        while true {
            var least = index
            for child in [2 * index + 1, 2 * index + 2] where child < elements.count {
                if elements[child].time < elements[least].time { least = child }
            }
            guard least != index else { return }
            elements.swapAt(index, least)
            index = least
        }
    }
}
