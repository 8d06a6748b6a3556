/// A binary heap with the least element at hand.
struct ExpiryHeap<Element: Comparable & Sendable>: Sendable {
    /// No element is less than its parent: the children of `index` are at `2 * index + 1` and `2 * index + 2`.
    private var elements: [Element] = []

    var count: Int { elements.count }
    var first: Element? { elements.first }

    mutating func insert(_ element: Element) {
        elements.append(element)
        var index = elements.count - 1
        while index > 0, elements[index] < elements[(index - 1) / 2] {
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

    /// The least elements in their order: at most `limit` of them, up to the first one that is not wanted.
    ///
    /// The cost depends on how many are found, not on how many there are.
    func least(_ limit: Int, while isWanted: (Element) -> Bool) -> [Element] {
        var found: [Element] = []
        // The next element is the least child of those found so far.
        var candidates = ExpiryHeap<Candidate>()
        if let first = elements.first { candidates.insert(Candidate(index: 0, element: first)) }
        while found.count < limit, let next = candidates.first, isWanted(next.element) {
            candidates.removeFirst()
            found.append(next.element)
            for child in [2 * next.index + 1, 2 * next.index + 2] where child < elements.count {
                candidates.insert(Candidate(index: child, element: elements[child]))
            }
        }
        return found
    }

    private struct Candidate: Comparable {
        let index: Int
        let element: Element

        static func < (left: Candidate, right: Candidate) -> Bool { left.element < right.element }
    }

    private mutating func sink(from start: Int) {
        var index = start
        while true {
            var least = index
            for child in [2 * index + 1, 2 * index + 2] where child < elements.count {
                if elements[child] < elements[least] { least = child }
            }
            guard least != index else { return }
            elements.swapAt(index, least)
            index = least
        }
    }
}
