/// The checksum that SQLite has of a write-ahead log up to a frame.
struct LogChecksum: Equatable {
    private var first: UInt32
    private var second: UInt32

    /// - Parameter bytes: At least eight.
    init(stored bytes: ArraySlice<UInt8>) {
        first = UInt32(bigEndian: bytes.prefix(4))
        second = UInt32(bigEndian: bytes.dropFirst(4).prefix(4))
    }

    init(ofHeader header: [UInt8], _ isBigEndian: Bool) {
        first = 0
        second = 0
        add(header[..<24], isBigEndian)
    }

    /// Adds bytes, whose number is a multiple of eight.
    mutating func add(_ bytes: ArraySlice<UInt8>, _ isBigEndian: Bool) {
        bytes.withUnsafeBytes { bytes in
            for place in stride(from: 0, to: bytes.count - 7, by: 8) {
                let words = (
                    bytes.loadUnaligned(fromByteOffset: place, as: UInt32.self),
                    bytes.loadUnaligned(fromByteOffset: place + 4, as: UInt32.self)
                )
                first &+= (isBigEndian ? words.0.bigEndian : words.0.littleEndian) &+ second
                second &+= (isBigEndian ? words.1.bigEndian : words.1.littleEndian) &+ first
            }
        }
    }
}
