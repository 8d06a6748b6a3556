/// The first thing wrong with bytes that claim to be frames.
package enum FrameError: Error, Equatable, Sendable, CustomStringConvertible {
    /// A length outside `1...Frame.maximumLength`.
    case lengthOutOfRange(Int)
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
        case .lengthOutOfRange(let length): "a frame announced \(length) bytes; 1 to \(Frame.maximumLength) are allowed"
        case .unknownKind(let kind): "a frame has the unknown kind \(kind)"
        case .truncated(let needed, let left): "a frame ended early: \(needed) bytes were needed and \(left) were left"
        case .trailingBytes(let count): "a frame has \(count) bytes after its last value"
        case .unknownCase(let type, let value): "\(value) is no \(type)"
        }
    }
}
