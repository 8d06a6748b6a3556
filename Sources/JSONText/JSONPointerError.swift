/// Why a text is not a JSON pointer (RFC 6901).
package enum JSONPointerError: Error, Equatable, CustomStringConvertible {
    /// The text, given here, is neither empty nor begins with `/`.
    case noLeadingSlash(String)
    /// The text, given here, has a `~` that is not followed by `0` or `1`.
    case invalidEscape(String)

    package var description: String {
        switch self {
        case .noLeadingSlash(let text): "the JSON pointer \"\(text)\" has to be empty or to begin with \"/\""
        case .invalidEscape(let text): "the JSON pointer \"\(text)\" has a \"~\" that has to be written \"~0\""
        }
    }
}
