import HTTPText

/// A part of the path that a template names, decoded once.
package struct RouteParameter: Sendable, Equatable {
    package var name: String
    package var value: String

    package init(name: String, value: String) {
        self.name = name
        self.value = value
    }

    /// Whether a template may call a parameter so: a letter, digit or `_`, then also `-` and `.`.
    static func isName(_ text: Substring) -> Bool {
        guard let first = text.utf8.first, isWordCharacter(first) else { return false }
        return text.utf8.allSatisfy { isWordCharacter($0) || $0 == ASCII.hyphen || $0 == ASCII.dot }
    }

    static func isWordCharacter(_ byte: UInt8) -> Bool {
        ASCII.isLetter(byte) || ASCII.isDigit(byte) || byte == ASCII.underscore
    }
}
