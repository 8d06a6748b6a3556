/// Reads the values of one frame's body, in order, and trusts none of its lengths.
package struct FrameDecoder {
    private let body: UnsafeRawBufferPointer
    private var position = 0

    /// - Parameter body: The bytes after the kind. The decoder must not outlive them.
    package init(_ body: UnsafeRawBufferPointer) {
        self.body = body
    }

    /// Reads the length and the kind at the start of `bytes`.
    ///
    /// - Returns: The whole frame's length in bytes, header included, or nil while fewer than five bytes are there.
    /// - Throws: ``FrameError/lengthOutOfRange(_:)`` as soon as the length is there.
    package static func header(_ bytes: UnsafeRawBufferPointer) throws(FrameError) -> (total: Int, kind: UInt8)? {
        guard bytes.count >= Frame.headerLength else { return nil }
        let length = Int(UInt32(littleEndian: bytes.loadUnaligned(as: UInt32.self)))
        guard (1...Frame.maximumLength).contains(length) else { throw .lengthOutOfRange(length) }
        return (length + 4, bytes[4])
    }

    package mutating func integer<Value: FixedWidthInteger>(_: Value.Type = Value.self) throws(FrameError) -> Value {
        let range = try take(MemoryLayout<Value>.size)
        var value: Value = 0
        withUnsafeMutableBytes(of: &value) { $0.copyMemory(from: UnsafeRawBufferPointer(rebasing: body[range])) }
        return Value(littleEndian: value)
    }

    /// Reads a field and says where it is, relative to the body's start.
    package mutating func fieldRange() throws(FrameError) -> Range<Int> {
        try take(Int(integer(UInt32.self)))
    }

    /// Reads a field without copying it; the result must not outlive the body.
    package mutating func field() throws(FrameError) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: body[try fieldRange()])
    }

    /// Reads a field as text; broken UTF-8 becomes U+FFFD.
    package mutating func text() throws(FrameError) -> String {
        String(decoding: try field(), as: UTF8.self)
    }

    /// Whether the body has been read to its end.
    var isAtEnd: Bool { position == body.count }

    /// Checks that the body has been read to its end.
    package func finish() throws(FrameError) {
        guard position == body.count else { throw .trailingBytes(body.count - position) }
    }

    private mutating func take(_ count: Int) throws(FrameError) -> Range<Int> {
        let left = body.count - position
        guard count <= left else { throw .truncated(needed: count, left: left) }
        defer { position += count }
        return position..<(position + count)
    }
}
