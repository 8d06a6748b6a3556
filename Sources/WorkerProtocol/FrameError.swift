/// The first thing wrong with bytes that claim to be frames.
package enum FrameError: Error, Equatable, Sendable, CustomStringConvertible {
    /// A length outside `1...Frame.maximumLength`.
    case lengthOutOfRange(Int)
    /// A field that is longer, or a number that is greater, than the conversation allows.
    case outOfRange(field: String, value: Int, limit: Int)
    /// A field whose bytes are not what they have to be.
    case malformed(field: String)
    /// What does not fit what came before; a whole sentence.
    case unfit(String)
    /// A frame that does not fit into the conversation at this point.
    case outOfOrder(String)
    /// A kind that this side does not know.
    case unknownKind(UInt8)
    /// The body ended inside a value.
    case truncated(needed: Int, left: Int)
    /// The body went on after its last value.
    case trailingBytes(Int)
    /// A byte that none of the cases of `type` has.
    case unknownCase(type: String, value: UInt8)

    package var description: String {
        switch self {
        case .lengthOutOfRange(let length): "a frame announced \(length) bytes, which is not allowed"
        case .outOfRange(let field, let value, let limit): "\(field) is \(value) and may be \(limit)"
        case .malformed(let field): "\(field) is malformed"
        case .unfit(let sentence): sentence
        case .outOfOrder(let what): "\(what) came out of order"
        case .unknownKind(let kind): "a frame has the unknown kind \(kind)"
        case .truncated(let needed, let left): "a frame ended early: \(needed) bytes were needed and \(left) were left"
        case .trailingBytes(let count): "a frame has \(count) bytes after its last value"
        case .unknownCase(let type, let value): "\(value) is no \(type)"
        }
    }
}
