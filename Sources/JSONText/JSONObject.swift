/// The members of a JSON object in their order.
///
/// Keys are compared by their UTF-8 bytes. Looking up, setting and removing a member take constant time on average,
/// whatever the size; two objects are equal when they have the same members in any order.
package struct JSONObject: Sendable {
    /// The members in order; nil where one was removed, so that removing does not move those behind it.
    private var slots: [Slot?] = []
    /// The slot of every key, kept only while there are more than ``linearLimit`` slots.
    private var index: [JSONKey: Int] = [:]
    /// The number of members.
    package private(set) var count = 0

    fileprivate struct Slot {
        let key: String
        var value: JSONValue
    }

    /// Up to this many slots, comparing all keys is faster than hashing one.
    private static let linearLimit = 8

    /// Makes an object without members.
    package init() {}

    /// Makes an object of `members` in their order; of a key that comes twice the last value stays, in the first place.
    package init(members: some Sequence<(String, JSONValue)>) {
        for (key, value) in members { self[key] = value }
    }

    /// Whether there are no members.
    package var isEmpty: Bool { count == 0 }

    /// The keys in order.
    package var keys: [String] { map(\.key) }

    /// The value of the member named `key`, nil when there is none.
    ///
    /// Setting a new key appends a member, setting a present one keeps its place, and setting nil removes it.
    /// Changing a value through the subscript (`object["a"]?[0] = 1`) changes it in place, without copying it.
    package subscript(key: String) -> JSONValue? {
        get {
            slot(of: key).flatMap { slots[$0]?.value }
        }
        set {
            if let slot = slot(of: key) {
                put(newValue, in: slot, key: key)
            } else if let newValue {
                append(key, newValue)
            }
        }
        _modify {
            let slot = slot(of: key)
            // Taken out while it is changed, so that its buffers have one owner and need no copy.
            var value: JSONValue?
            if let slot {
                value = slots[slot]?.value
                slots[slot]?.value = .null
            }
            defer {
                if let slot {
                    put(value, in: slot, key: key)
                } else if let value {
                    append(key, value)
                }
            }
            yield &value
        }
    }

    /// Appends a member and returns true, or returns false when there is one of that name.
    mutating func insert(_ key: String, _ value: JSONValue) -> Bool {
        guard slot(of: key) == nil else { return false }
        if slots.isEmpty { slots.reserveCapacity(4) }
        append(key, value)
        return true
    }

    private func slot(of key: String) -> Int? {
        guard index.isEmpty else { return index[JSONKey(key)] }
        for position in slots.indices {
            if let slot = slots[position], JSONKey.haveSameBytes(slot.key, key) { return position }
        }
        return nil
    }

    private mutating func append(_ key: String, _ value: JSONValue) {
        slots.append(Slot(key: key, value: value))
        count += 1
        if !index.isEmpty {
            index[JSONKey(key)] = slots.count - 1
        } else if slots.count > JSONObject.linearLimit {
            rebuildIndex()
        }
    }

    private mutating func put(_ value: JSONValue?, in slot: Int, key: String) {
        if let value {
            slots[slot]?.value = value
            return
        }
        slots[slot] = nil
        count -= 1
        if !index.isEmpty { index[JSONKey(key)] = nil }
        // Half of the slots are empty at the earliest after as many removals, so the cost of moving is spread.
        if slots.count > 2 * count {
            slots.removeAll { $0 == nil }
            rebuildIndex()
        }
    }

    private mutating func rebuildIndex() {
        index.removeAll(keepingCapacity: true)
        guard slots.count > JSONObject.linearLimit else { return }
        index.reserveCapacity(slots.count)
        for (position, slot) in slots.enumerated() {
            if let slot { index[JSONKey(slot.key)] = position }
        }
    }
}

extension JSONObject: Sequence {
    package typealias Element = (key: String, value: JSONValue)

    /// Walks the members in order.
    package struct Iterator: IteratorProtocol {
        private var slots: IndexingIterator<[Slot?]>

        fileprivate init(_ slots: [Slot?]) {
            self.slots = slots.makeIterator()
        }

        package mutating func next() -> (key: String, value: JSONValue)? {
            while let slot = slots.next() {
                if let slot { return (slot.key, slot.value) }
            }
            return nil
        }
    }

    package func makeIterator() -> Iterator {
        Iterator(slots)
    }

    package var underestimatedCount: Int { count }
}

extension JSONObject: Equatable {
    package static func == (left: JSONObject, right: JSONObject) -> Bool {
        left.count == right.count && left.allSatisfy { right[$0.key] == $0.value }
    }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    /// Makes an object whose members are in the order written; of a key written twice the last value stays.
    package init(dictionaryLiteral elements: (String, JSONValue)...) {
        self.init(members: elements)
    }
}
