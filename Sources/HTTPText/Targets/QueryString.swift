/// The pairs of a query string or a form body, decoded, in the order they were sent.
///
/// An exchange that waits with a caller on the line has to be answered, so no query is an error: pairs are separated
/// by `&` only, a broken escape stays as it was sent, and bytes that are no UTF-8 become U+FFFD. Everything is
/// decoded once. `a[]` is a name like any other.
package struct QueryString: Sendable, Equatable {
    /// One `name=value`.
    package struct Pair: Sendable, Equatable {
        package var name: String
        /// Empty for a name that no `=` follows.
        package var value: String

        package init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    package var pairs: [Pair]

    /// How many pairs the query of a request may have, and a form: each becomes a member of an object, and strangers choose how many.
    package static let limit = 1_000

    /// Whether a text has more pairs than a request may have.
    package static func exceedsLimit(_ text: some Collection<UInt8>) -> Bool {
        guard text.count >= limit else { return false }
        var pairs = 1
        for byte in text where byte == ASCII.ampersand {
            pairs += 1
            if pairs > limit { return true }
        }
        return false
    }

    package init(pairs: [Pair] = []) { self.pairs = pairs }

    /// Reads what follows the `?` of a URL.
    package init(parsing text: String) { self.init(parsing: text.utf8.span) }

    /// Reads the body of a form (`application/x-www-form-urlencoded`).
    package init(parsing text: Span<UInt8>) {
        pairs = []
        var start = 0
        var equals: Int?
        for index in 0...text.count {
            if index == text.count || text[index] == ASCII.ampersand {
                append(text.extracting(start..<index), equals: equals.map { $0 - start })
                start = index + 1
                equals = nil
            } else if equals == nil, text[index] == ASCII.equals {
                equals = index
            }
        }
    }

    /// The last value of `name`; `nil` when it was not sent.
    package subscript(name: String) -> String? {
        pairs.last { $0.name == name }?.value
    }

    /// All values of `name`, in the order they were sent.
    package func values(of name: String) -> [String] {
        pairs.filter { $0.name == name }.map(\.value)
    }

    /// The pairs as a query string that reads back as the same pairs.
    package var text: String {
        pairs.map { pair in
            "\(PercentEncoding.encode(pair.name))=\(PercentEncoding.encode(pair.value))"
        }.joined(separator: "&")
    }

    private mutating func append(_ pair: Span<UInt8>, equals: Int?) {
        guard pair.count > 0 else { return }
        let name = PercentEncoding.decode(pair.extracting(0..<(equals ?? pair.count)), plusIsSpace: true)
        let value = equals.map { PercentEncoding.decode(pair.extracting(($0 + 1)..<pair.count), plusIsSpace: true) }
        pairs.append(Pair(name: name, value: value ?? ""))
    }
}
