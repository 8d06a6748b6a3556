import JSONText

/// What expires at one place of a document, and at the places inside of it.
struct ExpiryNode: Sendable {
    /// When a place expires.
    struct Due: Sendable, Equatable {
        /// Milliseconds since 1970.
        var time: Int64
        /// Tells this entry from earlier ones of the same place.
        var ticket: UInt64
    }

    private(set) var due: Due?
    private(set) var children: [JSONKey: ExpiryNode] = [:]

    private var isEmpty: Bool { due == nil && children.isEmpty }

    /// The node at the place that `tokens` lead to, nil when nothing expires there or inside.
    func node(at tokens: ArraySlice<String>) -> ExpiryNode? {
        guard let token = tokens.first else { return self }
        return children[JSONKey(token)]?.node(at: tokens.dropFirst())
    }

    /// What the entry of the place that `tokens` lead to says.
    func due(at tokens: ArraySlice<String>) -> Due? {
        guard let token = tokens.first else { return due }
        guard let index = children.index(forKey: JSONKey(token)) else { return nil }
        return children.values[index].due(at: tokens.dropFirst())
    }

    /// Sets, or with nil removes, the entry of the place that `tokens` lead to, and returns the one before.
    mutating func set(_ new: Due?, at tokens: ArraySlice<String>) -> Due? {
        change(at: tokens) { node in
            let before = node.due
            node.due = new
            return before
        }
    }

    /// Removes the entries at and inside the place that `tokens` lead to, and returns how many those are.
    mutating func removeAll(at tokens: ArraySlice<String>) -> Int {
        guard node(at: tokens) != nil else { return 0 }
        return change(at: tokens) { node in
            let count = node.count
            node = ExpiryNode()
            return count
        }
    }

    /// Removes the entries inside the place that `tokens` lead to whose own places `value`, which is put there, does
    /// not have through objects, and returns how many those are.
    mutating func keepPlaces(of value: JSONValue, at tokens: ArraySlice<String>) -> Int {
        guard let node = node(at: tokens), !node.children.isEmpty else { return 0 }
        return change(at: tokens) { $0.keepPlaces(of: value) }
    }

    /// The number of entries at and inside this place.
    var count: Int {
        children.values.reduce(due == nil ? 0 : 1) { $0 + $1.count }
    }

    /// Calls `body` with every entry at and inside this place, which `path` leads to.
    func forEach(below path: [String] = [], _ body: (_ path: [String], _ due: Due) -> Void) {
        if let due { body(path, due) }
        for (key, child) in children { child.forEach(below: path + [key.text], body) }
    }

    private mutating func keepPlaces(of value: JSONValue) -> Int {
        guard case .object(let members) = value else {
            let count = children.values.reduce(0) { $0 + $1.count }
            children = [:]
            return count
        }
        var removed = 0
        for key in Array(children.keys) {
            if let member = members[key.text] {
                removed += change(at: [key.text]) { $0.keepPlaces(of: member) }
            } else {
                removed += children.removeValue(forKey: key)?.count ?? 0
            }
        }
        return removed
    }

    /// Lets `body` change the node that `tokens` lead to, and leaves no empty node on the way.
    private mutating func change<Value>(at tokens: ArraySlice<String>, _ body: (inout ExpiryNode) -> Value) -> Value {
        guard let token = tokens.first else { return body(&self) }
        let key = JSONKey(token)
        let value = children[key, default: ExpiryNode()].change(at: tokens.dropFirst(), body)
        if let index = children.index(forKey: key), children.values[index].isEmpty { children.remove(at: index) }
        return value
    }
}

extension ExpiryNode: Equatable {
    /// Nodes are equal when the same places expire at the same times.
    static func == (left: ExpiryNode, right: ExpiryNode) -> Bool {
        left.due?.time == right.due?.time && left.children == right.children
    }
}
