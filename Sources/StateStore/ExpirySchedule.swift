package import JSONText

/// What of a sandbox's state expires, and when: what the `expire` operations of its patches have noted and its other
/// operations have left.
///
/// Only the patches decide, whatever the document is:
/// - `expire` sets, renews or cancels the entry of its path;
/// - `remove` of a place drops the entries at it and inside of it;
/// - `add` and `replace` of a place keep its own entry, and of those inside of it the ones whose place the new value
///   has, reached through objects alone.
///
/// A change costs what it touches, however many entries there are.
package struct ExpirySchedule: Sendable {
    private struct Entry: Comparable {
        let path: JSONPointer
        let due: ExpiryNode.Due

        /// Orders entries by time, and by place where that is the same, whatever the order was in which they were noted.
        static func < (left: Entry, right: Entry) -> Bool {
            guard left.due.time == right.due.time else { return left.due.time < right.due.time }
            return left.path.tokens.lexicographicallyPrecedes(right.path.tokens) { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        }
    }

    private var tree = ExpiryNode()
    /// The entries of the tree, and old ones, of which none is the first.
    private var heap = ExpiryHeap<Entry>()
    private var lastTicket: UInt64 = 0
    /// The number of entries.
    package private(set) var count = 0

    /// Makes a schedule without entries.
    package init() {}

    /// Whether nothing expires.
    package var isEmpty: Bool { count == 0 }

    /// When the next entry is due, in milliseconds since 1970; nil when nothing expires.
    package var nextDue: Int64? { heap.first?.due.time }

    /// When the place itself is due, in milliseconds since 1970; nil when it has no entry of its own.
    package subscript(path: JSONPointer) -> Int64? { tree.due(at: path.tokens[...])?.time }

    /// The places that are due at `time`, in milliseconds since 1970, the earliest first, and by their keys where they are due at the
    /// same time: at most `limit` of them, and at least one where there is one.
    ///
    /// Costs what it finds, however many places are due.
    package func due(at time: Int64, limit: Int = .max) -> [JSONPointer] {
        var found: [JSONPointer] = []
        // Old entries are passed over; the first of all is never one.
        let most = limit < count ? 2 * max(0, limit) : heap.count
        for entry in heap.least(most, while: { $0.due.time <= time }) where isCurrent(entry) && found.count < limit {
            found.append(entry.path)
        }
        return found
    }

    /// Follows the changes that `patch` makes.
    package mutating func apply(_ patch: StatePatch) {
        for operation in patch.operations { apply(operation) }
    }

    /// Follows one change of a patch.
    package mutating func apply(_ operation: StatePatch.Operation) {
        switch operation {
        case .expire(let path, let time): set(path, to: time)
        // Most sandboxes have no entry, and what they change costs nothing here.
        case _ where isEmpty: return
        case .remove(let path): count -= tree.removeAll(at: path.tokens[...])
        case .add(let path, let value), .replace(let path, let value):
            count -= tree.keepPlaces(of: value, at: path.tokens[...])
        }
        dropOldEntries()
    }

    /// The entries at and inside `path`, the earliest first.
    package func entries(inside path: JSONPointer = .root) -> [(path: JSONPointer, time: Int64)] {
        var found: [Entry] = []
        tree.node(at: path.tokens[...])?.forEach(below: path.tokens) { path, due in
            found.append(Entry(path: JSONPointer(path), due: due))
        }
        return found.sorted().map { ($0.path, $0.due.time) }
    }

    private mutating func set(_ path: JSONPointer, to time: Int64?) {
        lastTicket += 1
        let due = time.map { ExpiryNode.Due(time: StatePatch.nearestTime(to: $0), ticket: lastTicket) }
        let before = tree.set(due, at: path.tokens[...])
        count += (due == nil ? 0 : 1) - (before == nil ? 0 : 1)
        if let due { heap.insert(Entry(path: path, due: due)) }
    }

    private func isCurrent(_ entry: Entry) -> Bool {
        tree.due(at: entry.path.tokens[...])?.ticket == entry.due.ticket
    }

    private mutating func dropOldEntries() {
        while let first = heap.first, !isCurrent(first) { heap.removeFirst() }
        // Many renewals of late entries: looking at all of them once pays for as many operations.
        if heap.count > 2 * count + 64 {
            let tree = tree
            heap.removeAll { tree.due(at: $0.path.tokens[...])?.ticket != $0.due.ticket }
        }
    }
}

extension ExpirySchedule: Equatable {
    package static func == (left: ExpirySchedule, right: ExpirySchedule) -> Bool {
        left.tree == right.tree
    }
}

extension ExpirySchedule {
    /// Reads a schedule from its text, which is that of the patch that makes it from an empty one.
    ///
    /// - Parameters:
    ///   - strayTimes: How many times outside of ``StatePatch/times`` were read, as a sum.
    ///   - goesOn: Asked again and again.
    /// - Throws: What ``StatePatch/init(stored:strayTimes:while:)`` throws.
    package init(
        parsing bytes: some Collection<UInt8>, strayTimes: inout Int, while goesOn: @escaping () -> Bool = { true }
    ) throws(StatePatchError) {
        self.init()
        apply(try StatePatch(stored: bytes, strayTimes: &strayTimes, while: goesOn))
    }

    /// The text of the schedule: that of the patch that makes it from an empty one.
    package var bytes: [UInt8] {
        StatePatch(entries().map { .expire($0.path, at: $0.time) }).bytes
    }
}
