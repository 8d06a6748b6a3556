/// A JSON value that keeps everything JSON text says: the order of members and the literals of numbers.
///
/// Two strings are equal when their UTF-8 bytes are equal: `"é"` as one scalar and as two are different values, as
/// they are to every other reader of JSON. Objects are equal whatever the order of their members.
package enum JSONValue: Sendable {
    case null
    case bool(Bool)
    case number(JSONNumber)
    case string(String)
    case array([JSONValue])
    case object(JSONObject)
}

extension JSONValue {
    /// The text of a string, and nil for every other value.
    package var string: String? {
        if case .string(let text) = self { text } else { nil }
    }

    /// The number when it is a whole one that fits `Int` (`1.0` and `1e2` are whole), and nil otherwise.
    package var int: Int? {
        if case .number(let number) = self { number.int } else { nil }
    }

    /// The number nearest to the literal, and nil for other values and for numbers beyond the range of `Double`.
    package var double: Double? {
        if case .number(let number) = self { number.double } else { nil }
    }

    /// The truth value, and nil for every other value: nothing else counts as true or false.
    package var bool: Bool? {
        if case .bool(let bool) = self { bool } else { nil }
    }

    /// The elements of an array, and nil for every other value.
    package var array: [JSONValue]? {
        if case .array(let elements) = self { elements } else { nil }
    }

    /// The members of an object, and nil for every other value.
    package var object: JSONObject? {
        if case .object(let object) = self { object } else { nil }
    }

    /// Whether this is `null`.
    package var isNull: Bool {
        if case .null = self { true } else { false }
    }

    /// The member named `key`, or nil when there is none or this is not an object.
    package subscript(key: String) -> JSONValue? {
        if case .object(let object) = self { object[key] } else { nil }
    }

    /// The element at `index`, or nil when there is none or this is not an array.
    package subscript(index: Int) -> JSONValue? {
        guard case .array(let elements) = self, elements.indices.contains(index) else { return nil }
        return elements[index]
    }

    /// The value that `pointer` leads to from here, or nil when it leads nowhere.
    ///
    /// An array is entered by an index without leading zeros; `-` (the place behind the last element) holds nothing.
    package subscript(pointer: JSONPointer) -> JSONValue? {
        var value = self
        for token in pointer.tokens {
            let next: JSONValue? =
                switch value {
                case .object(let object): object[token]
                case .array: JSONPointer.arrayIndex(token).flatMap { value[$0] }
                case .null, .bool, .number, .string: nil
                }
            guard let next else { return nil }
            value = next
        }
        return value
    }

    /// The type in words with its article, for sentences such as "expected an array, found a string".
    package var typeName: String {
        switch self {
        case .null: "null"
        case .bool: "a boolean"
        case .number: "a number"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }
}

extension JSONValue: Equatable {
    package static func == (left: JSONValue, right: JSONValue) -> Bool {
        switch (left, right) {
        case (.null, .null): true
        case (.bool(let left), .bool(let right)): left == right
        case (.number(let left), .number(let right)): left == right
        case (.string(let left), .string(let right)): JSONKey(left) == JSONKey(right)
        case (.array(let left), .array(let right)): left == right
        case (.object(let left), .object(let right)): left == right
        default: false
        }
    }
}
