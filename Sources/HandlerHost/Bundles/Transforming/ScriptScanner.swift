import HTTPText

/// Walks through JavaScript from word to word, past strings, templates, comments and regular expressions.
///
/// It does not parse: where only a parser could tell a regular expression from a division, it takes the likelier one. An
/// error ends with the line at the latest, except in templates, and costs no more than a needless transformation.
struct ScriptScanner {
    struct Word {
        enum Text { case `import`, export, other }
        var text: Text
        /// Whether it is a property (`x.import`).
        var followsDot: Bool
        /// Whether it is outside all braces, brackets and parentheses.
        var isTopLevel: Bool
    }
    private let code: [UInt8]
    private var index = 0
    private var depth = 0
    /// For each template whose `${` is open, the depth outside it.
    private var templates: [Int] = []
    /// The last byte that was no space and no comment.
    private var previous: UInt8?
    /// Whether the last thing was a word after which an operand follows, such as `return`.
    private var afterOperator = true

    init(_ code: [UInt8]) {
        self.code = code
        // The first line of an executable script.
        if code.starts(with: Array("#!".utf8)) { skipLine() }
    }

    /// The next identifier or keyword; `nil` at the end.
    mutating func nextWord() -> Word? {
        while index < code.count {
            let byte = code[index]
            if Self.isWordByte(byte) { return word() }
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "'"): skipString(byte)
            case UInt8(ascii: "`"): skipTemplate()
            case ASCII.slash: skipSlash()
            default: step(byte)
            }
        }
        return nil
    }

    /// The first byte after the last word that is no space and in no comment.
    var nextSignificant: UInt8? {
        var copy = self
        while copy.index < code.count {
            let byte = code[copy.index]
            if byte <= ASCII.space {
                copy.index += 1
            } else if byte == ASCII.slash, copy.isCommentStart {
                copy.skipSlash()
            } else {
                return byte
            }
        }
        return nil
    }

    private mutating func word() -> Word {
        let start = index
        while index < code.count, Self.isWordByte(code[index]) { index += 1 }
        let text = String(decoding: code[start..<index], as: UTF8.self)
        let followsDot = previous == ASCII.dot && !(start > 2 && code[start - 2] == ASCII.dot)
        previous = code[index - 1]
        afterOperator = Self.operators.contains(text)
        let kind: Word.Text = text == "import" ? .import : text == "export" ? .export : .other
        return Word(text: kind, followsDot: followsDot, isTopLevel: depth == 0)
    }

    private mutating func step(_ byte: UInt8) {
        index += 1
        guard byte > ASCII.space else { return }
        switch byte {
        case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
        case UInt8(ascii: ")"), UInt8(ascii: "]"): depth = max(depth - 1, 0)
        case UInt8(ascii: "}"):
            depth = max(depth - 1, 0)
            if templates.last == depth {
                templates.removeLast()
                return skipTemplate(from: index)
            }
        default: break
        }
        previous = byte
        afterOperator = byte != UInt8(ascii: ")") && byte != UInt8(ascii: "]")
    }

    private var isCommentStart: Bool {
        index + 1 < code.count && (code[index + 1] == ASCII.slash || code[index + 1] == UInt8(ascii: "*"))
    }

    private mutating func skipSlash() {
        guard isCommentStart else { return afterOperator ? skipExpression() : step(ASCII.slash) }
        if code[index + 1] == ASCII.slash { return skipLine() }
        index += 3
        while index < code.count, code[index] != ASCII.slash || code[index - 1] != UInt8(ascii: "*") { index += 1 }
        index += 1
    }

    private mutating func skipLine() {
        while index < code.count, code[index] != ASCII.newline { index += 1 }
    }

    private mutating func skipString(_ quote: UInt8) {
        index += 1
        while index < code.count, code[index] != quote, code[index] != ASCII.newline {
            index += code[index] == UInt8(ascii: "\\") ? 2 : 1
        }
        endOperand(quote)
    }

    private mutating func skipExpression() {
        var inClass = false
        index += 1
        while index < code.count, code[index] != ASCII.newline, inClass || code[index] != ASCII.slash {
            if code[index] == UInt8(ascii: "[") { inClass = true }
            if code[index] == UInt8(ascii: "]") { inClass = false }
            index += code[index] == UInt8(ascii: "\\") ? 2 : 1
        }
        endOperand(ASCII.slash)
    }

    private mutating func skipTemplate() { skipTemplate(from: index + 1) }

    /// Goes on in a template's text up to its end or its next `${`.
    private mutating func skipTemplate(from start: Int) {
        index = start
        while index < code.count, code[index] != UInt8(ascii: "`") {
            if code[index] == UInt8(ascii: "$"), index + 1 < code.count, code[index + 1] == UInt8(ascii: "{") {
                templates.append(depth)
                depth += 1
                index += 2
                previous = UInt8(ascii: "{")
                afterOperator = true
                return
            }
            index += code[index] == UInt8(ascii: "\\") ? 2 : 1
        }
        endOperand(UInt8(ascii: "`"))
    }

    private mutating func endOperand(_ byte: UInt8) {
        index = min(index + 1, code.count)
        previous = byte
        afterOperator = false
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        ASCII.isLetter(byte) || ASCII.isDigit(byte) || byte == ASCII.underscore || byte == UInt8(ascii: "$") || byte >= 0x80
    }

    /// Words after which a slash begins a regular expression.
    private static let operators: Set<String> = [
        "return", "typeof", "case", "do", "else", "in", "of", "instanceof", "new", "delete", "void", "throw", "yield", "await",
    ]
}
