/// Something that a caller or an employee hears.
package struct PlayedMessage: Sendable, Equatable {
    package enum Kind: Sendable {
        /// Words that the PBX speaks.
        case text
        /// The name of a file in the PBX's file base.
        case media
    }

    package let kind: Kind
    /// The words, or the name of the file; never blank.
    package let content: String

    /// Nil when `content` is blank.
    package init?(_ kind: Kind, _ content: String) {
        guard !PlayedMessage.isBlank(content) else { return nil }
        self.kind = kind
        self.content = content
    }

    /// Whether `text` has no character but white space, which is what `\s` of a JavaScript regular expression is.
    static func isBlank(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { scalar in
            if scalar.isASCII { return (0x09...0x0d).contains(scalar.value) || scalar == " " }
            return scalar == "\u{feff}" || scalar.properties.isWhitespace && scalar != "\u{85}"
        }
    }
}
