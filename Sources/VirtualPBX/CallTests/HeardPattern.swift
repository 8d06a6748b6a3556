package import PBXInstructions

/// What is to be heard.
package enum HeardPattern: Sendable, Equatable, CustomStringConvertible {
    /// Words, with whatever before and behind them.
    case containing(String)
    /// These words and no others.
    case exactly(String)
    /// A file.
    case sound(String)

    package func matches(_ message: PlayedMessage) -> Bool {
        switch self {
        case .containing(let words): message.kind == .text && message.content.contains(words)
        case .exactly(let words): message.kind == .text && message.content == words
        case .sound(let name): message.kind == .media && message.content == name
        }
    }

    package var description: String {
        switch self {
        case .containing(let words): "\"\(words)\""
        case .exactly(let words): "exactly \"\(words)\""
        case .sound(let name): "[\(name)]"
        }
    }
}
