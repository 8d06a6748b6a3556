import JSONText

/// A key of a UIS instruction: what the checker, the JSON Schema, the TypeScript types and the documentation know of it.
///
/// A class, because every key of every reply is looked up and a reference is cheaper to pass than seven values.
final class UISField: Sendable {
    enum Name: String, Sendable, CaseIterable {
        case phones
        case text
        case messageName = "message_name"
        case returnedCode = "returned_code"
        case operatorText = "operator_text"
        case operatorMedia = "operator_media"
        case operatorMessage = "operator_message"
    }

    /// What values a key takes.
    enum Shape: Sendable {
        /// An array of one or more strings that are a ``Destination``.
        case destinations
        /// A string that is not blank, spoken.
        case text
        /// A string that is not blank, the name of a file in the PBX's file base.
        case fileName
        /// A file name, or an object of at least one of ``UISRules/nested``.
        case employeeMessage
        /// A whole number in ``ReturnedCode/range``.
        case returnedCode
    }

    let name: Name
    let shape: Shape
    let title: String
    /// What the PBX does with it, in Markdown without line breaks.
    let summary: String
    let example: JSONValue
    /// What people write in its place.
    let aliases: [String]

    init(
        _ name: Name, _ shape: Shape, title: String, summary: String, example: JSONValue, aliases: [String]
    ) {
        self.name = name
        self.shape = shape
        self.title = title
        self.summary = summary
        self.example = example
        self.aliases = aliases
    }

    /// The field as an author writes it in JavaScript, such as `returned_code: 1`.
    var sample: String { "\(name.rawValue): \(example.text)" }
}
