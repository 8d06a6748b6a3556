package import JSONText
import PlainText
package import StateStore

/// A place in a state, as somebody typed it.
package enum StatePlace {
    /// Reads a JSON pointer; an empty text, or `/` alone, is the whole state.
    ///
    /// - Throws: ``StateRefusal`` of the kind ``StateRefusal/Kind/malformed``.
    package static func pointer(_ text: String) throws(StateRefusal) -> JSONPointer {
        guard text != "/" else { return .root }
        do {
            return try JSONPointer(parsing: text)
        } catch .noLeadingSlash {
            let meant = text.split(separator: ".").joined(separator: "/")
            throw StateRefusal(.malformed, "a path in a state is a JSON pointer, which begins with \"/\": did you mean \"/\(meant)\"?")
        } catch {
            throw StateRefusal(.malformed, error.description)
        }
    }

    /// How many keys are looked at for the one that was meant: the first of millions may be as good.
    private static let comparedKeys = 1_000

    /// The value at `pointer`.
    ///
    /// - Throws: ``StateEditError/nothingThere(_:reached:found:nearest:)``.
    package static func value(at pointer: JSONPointer, in document: JSONValue) throws(StateEditError) -> JSONValue {
        var value = document
        for (depth, token) in pointer.tokens.enumerated() {
            if let next = value[JSONPointer([token])] {
                value = next
                continue
            }
            let count = value.array.map { "\(value.typeName) of \($0.count)" }
            throw .nothingThere(
                pointer, reached: JSONPointer(Array(pointer.tokens.prefix(depth))), found: count ?? value.typeName,
                nearest: Spelling.nearest(to: token, among: value.object?.prefix(comparedKeys).map(\.key) ?? []))
        }
        return value
    }
}
