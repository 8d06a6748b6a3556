package import JSONText

/// The state that a sandbox begins with, kept as its text: its values need many times the memory, take long to be let go, and are looked
/// at only when a state begins.
package struct StateSeed: Sendable, Equatable {
    /// The JSON text of an object.
    package let text: [UInt8]

    init(_ document: JSONValue) { text = document.bytes() }

    package var document: JSONValue { document { true } }

    /// - Parameter goesOn: Asked again and again; when it says no, the document is empty.
    func document(while goesOn: @escaping () -> Bool) -> JSONValue {
        // It was written from a value, so it can be read.
        (try? JSONValue(parsing: text, while: goesOn)) ?? [:]
    }
}
