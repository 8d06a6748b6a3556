/// A string that is compared and hashed by its UTF-8 bytes, as the keys of JSON objects are.
///
/// Swift's own `String` equality follows Unicode canonical equivalence, so that two different keys of one object
/// could be taken for one.
package struct JSONKey: Hashable, Sendable {
    package let text: String

    package init(_ text: String) {
        self.text = text
    }

    package static func == (left: JSONKey, right: JSONKey) -> Bool {
        haveSameBytes(left.text, right.text)
    }

    package func hash(into hasher: inout Hasher) {
        var text = text
        text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
        // No UTF-8 has this byte: it keeps ["a", "b"] and ["ab"] apart.
        hasher.combine(0xff as UInt8)
    }

    /// Whether the UTF-8 of the two strings is the same.
    package static func haveSameBytes(_ left: String, _ right: String) -> Bool {
        guard left.utf8.count == right.utf8.count else { return false }
        let (left, right) = (left.utf8.span, right.utf8.span)
        for index in left.indices where left[index] != right[index] { return false }
        return true
    }
}
