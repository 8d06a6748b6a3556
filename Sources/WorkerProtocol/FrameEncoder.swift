/// Appends frames to one growing buffer, so that many of them leave in one write.
package struct FrameEncoder: Sendable {
    /// The finished frames, in order. A frame that was begun and not ended is not whole yet.
    package private(set) var bytes: [UInt8] = []

    private var frameStart = 0

    package init() {}

    package var isEmpty: Bool { bytes.isEmpty }

    /// Forgets what was written and keeps the storage.
    package mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
    }

    /// Starts a frame; end it with ``end()``.
    package mutating func begin(_ kind: HostFrameKind) { begin(kind.rawValue) }

    /// Starts a frame; end it with ``end()``.
    package mutating func begin(_ kind: WorkerFrameKind) { begin(kind.rawValue) }

    /// Puts the length of the frame that ``begin(_:)-(HostFrameKind)`` started before its body.
    ///
    /// - Parameter count: The bytes of the body that are sent behind what is written here.
    package mutating func end(before count: Int = 0) {
        let length = UInt32(truncatingIfNeeded: bytes.count - frameStart - 4 + count)
        withUnsafeBytes(of: length.littleEndian) { source in
            for index in 0..<4 { bytes[frameStart + index] = source[index] }
        }
    }

    package mutating func integer<Value: FixedWidthInteger>(_ value: Value) {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }

    /// Appends a length and the bytes of `content`.
    package mutating func field(_ content: some Collection<UInt8>) {
        integer(UInt32(truncatingIfNeeded: content.count))
        bytes.append(contentsOf: content)
    }

    /// Appends a length and the bytes at `content`.
    package mutating func field(_ content: UnsafeRawBufferPointer) {
        integer(UInt32(truncatingIfNeeded: content.count))
        bytes.append(contentsOf: content)
    }

    /// Appends `content` without a length, as all of a frame's body.
    package mutating func content(_ content: ArraySlice<UInt8>) {
        bytes.append(contentsOf: content)
    }

    package mutating func field(_ text: String) {
        var text = text
        text.withUTF8 { field(UnsafeRawBufferPointer($0)) }
    }

    private mutating func begin(_ kind: UInt8) {
        frameStart = bytes.count
        integer(UInt32(0))
        bytes.append(kind)
    }
}
