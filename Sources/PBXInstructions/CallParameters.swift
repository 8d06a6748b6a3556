/// The parameters of a request by name, wherever they were: query, form or JSON body.
package struct CallParameters: Sendable, ExpressibleByDictionaryLiteral {
    /// The names that any dialect reads.
    package static let names: [String] = UISCallField.all.flatMap(\.parameters)

    private let pairs: [(name: String, value: String)]

    /// Takes decoded names and values in the order query, then body; of a name that comes twice the last value counts.
    ///
    /// Values are texts: of a JSON body the caller gives strings as they are and numbers by their literals, and leaves
    /// everything else out.
    package init(_ pairs: [(name: String, value: String)]) {
        self.pairs = pairs
    }

    package init(dictionaryLiteral elements: (String, String)...) {
        self.init(elements.map { (name: $0.0, value: $0.1) })
    }

    /// The value of `name`, nil when it is absent.
    package subscript(name: String) -> String? {
        pairs.last { $0.name == name }?.value
    }
}
