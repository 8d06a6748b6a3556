import HTTPText

/// A text of a settings file in which `${NAME}` stands for a secret and `$${` for the characters `${`.
struct SecretTemplate {
    enum Part: Equatable {
        case text(String)
        case secret(String)
    }
    enum Slip: Error, Equatable {
        /// A `${` that no `}` ends.
        case unfinished
        /// What stands between the braces is no name.
        case notAName(String)
    }
    let parts: [Part]

    init(parsing text: String) throws(Slip) {
        var parts: [Part] = []
        var literal = ""
        var rest = text.unicodeScalars[...]
        while let next = rest.first {
            if rest.starts(with: "$${".unicodeScalars) {
                literal += "${"
                rest = rest.dropFirst(3)
            } else if rest.starts(with: "${".unicodeScalars) {
                guard let end = rest.firstIndex(of: "}") else { throw .unfinished }
                let name = String(rest[..<end].dropFirst(2))
                guard Self.isName(name) else { throw .notAName(name) }
                if !literal.isEmpty { parts.append(.text(literal)) }
                literal = ""
                parts.append(.secret(name))
                rest = rest[end...].dropFirst()
            } else {
                literal.unicodeScalars.append(next)
                rest = rest.dropFirst()
            }
        }
        if !literal.isEmpty { parts.append(.text(literal)) }
        self.parts = parts
    }

    /// Letters, digits, `_`, `-` and `.`, at most 128, beginning with a letter or `_`: what can be the name of a file.
    private static func isName(_ name: String) -> Bool {
        guard let first = name.utf8.first, name.utf8.count <= 128 else { return false }
        return (ASCII.isLetter(first) || first == ASCII.underscore)
            && name.utf8.allSatisfy { ASCII.isLetter($0) || ASCII.isDigit($0) || "_-.".utf8.contains($0) }
    }
}
