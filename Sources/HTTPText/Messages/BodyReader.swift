/// Follows the body of a request, to know where it ends, and that its chunks are framed as every reader understands them.
package struct BodyReader {
    private enum Phase: Equatable {
        /// So many bytes of data are left.
        case data(Int)
        /// At the beginning of a chunk's size, or in it.
        case size
        /// So many bytes of a chunk are left.
        case chunk(Int)
        /// Behind a chunk's data.
        case chunkEnd
        case trailer
        case complete
    }

    /// The most bytes of a size line, and of all size lines' extensions together.
    private static let extensionLimit = 4 << 10
    private static let trailerLimit = 8 << 10

    private var phase: Phase
    /// The line that is being read, without its end.
    private var line: [UInt8] = []
    private var extensions = 0
    private var trailers = 0

    /// - Parameter framing: Not ``BodyFraming/none``.
    package init(_ framing: BodyFraming) {
        if case .length(let length) = framing { phase = .data(length) } else { phase = .size }
    }

    package var isComplete: Bool { phase == .complete }

    /// Reads on.
    ///
    /// - Returns: How many of the bytes belong to the body and its framing.
    package mutating func read(_ bytes: UnsafeRawBufferPointer) throws(MalformedRequest) -> Int {
        var index = 0
        while index < bytes.count, phase != .complete {
            switch phase {
            case .data(let left):
                let count = min(left, bytes.count - index)
                index += count
                phase = count == left ? .complete : .data(left - count)
            case .chunk(let left):
                let count = min(left, bytes.count - index)
                index += count
                phase = count == left ? .chunkEnd : .chunk(left - count)
            case .size, .chunkEnd, .trailer:
                let byte = bytes[index]
                index += 1
                guard byte == 0x0a else {
                    try add(byte)
                    continue
                }
                guard line.popLast() == 0x0d else {
                    throw MalformedRequest(400, "a line of the chunked body ends in a bare line feed: end it with CR LF")
                }
                try endLine()
                line.removeAll(keepingCapacity: true)
            case .complete: break
            }
        }
        return index
    }

    private mutating func add(_ byte: UInt8) throws(MalformedRequest) {
        guard line.last != 0x0d else { throw MalformedRequest(400, "the chunked body has a carriage return inside a line") }
        line.append(byte)
        switch phase {
        case .chunkEnd:
            guard line.count == 1, byte == 0x0d else { throw MalformedRequest(400, "a chunk is longer than its size says") }
        case .trailer:
            trailers += 1
            guard trailers <= Self.trailerLimit else {
                throw MalformedRequest(431, "the trailers have more than \(Self.trailerLimit) bytes")
            }
        default:
            guard line.count <= Self.extensionLimit else { throw Self.tooManyExtensions }
        }
    }

    private mutating func endLine() throws(MalformedRequest) {
        switch phase {
        case .size: try readSize()
        case .chunkEnd: phase = .size
        case .trailer: try readTrailer()
        case .data, .chunk, .complete: break
        }
    }

    private mutating func readSize() throws(MalformedRequest) {
        let digits = line.prefix { $0 != 0x3b }
        guard !digits.isEmpty, digits.count <= 8, let size = Int(String(decoding: digits, as: UTF8.self), radix: 16),
            digits.allSatisfy({ $0 != 0x2b && $0 != 0x2d })
        else { throw MalformedRequest(400, "a chunk's size has to be 1 to 8 hexadecimal digits") }
        guard line.allSatisfy({ $0 >= 0x20 && $0 != 0x7f }) else {
            throw MalformedRequest(400, "a chunk's extension has control characters")
        }
        extensions += line.count - digits.count
        guard extensions <= Self.extensionLimit else { throw Self.tooManyExtensions }
        phase = size == 0 ? .trailer : .chunk(size)
    }

    private mutating func readTrailer() throws(MalformedRequest) {
        guard !line.isEmpty else {
            phase = .complete
            return
        }
        let result = line.withUnsafeBytes { bytes in
            Result { () throws(MalformedRequest) in _ = try FieldLine.parts(of: bytes) }
        }
        try result.get()
    }

    private static var tooManyExtensions: MalformedRequest {
        MalformedRequest(400, "the chunks have more than \(extensionLimit) bytes of extensions")
    }
}
