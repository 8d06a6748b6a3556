import JSONText

extension JSONValue {
    /// Whether both are equal, with the members of their objects in the same order: JavaScript sees that order.
    func isSame(as other: JSONValue) -> Bool {
        switch (self, other) {
        case (.object(let left), .object(let right)):
            left.count == right.count && zip(left, right).allSatisfy { JSONKey($0.key) == JSONKey($1.key) && $0.value.isSame(as: $1.value) }
        case (.array(let left), .array(let right)):
            left.count == right.count && zip(left, right).allSatisfy { $0.isSame(as: $1) }
        default: self == other
        }
    }
}
