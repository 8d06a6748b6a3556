/// A sound as Asterisk plays it: 8000 samples of 16 bits a second, one channel.
struct Samples: Sendable {
    private static let bytesPerSecond = 16_000
    private static let headLength = 44

    /// Little-endian.
    let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The most samples, in bytes, of a file that has at most so many bytes.
    static func most(inFileOf bytes: Int) -> Int { max(bytes - headLength, 0) }

    /// How long so many bytes of samples play.
    static func duration(of bytes: Int) -> Duration { .microseconds(Int64(bytes) * 1_000_000 / Int64(bytesPerSecond)) }

    /// How long a file of this many bytes plays.
    static func duration(ofFile bytes: Int) -> Duration { duration(of: most(inFileOf: bytes)) }

    /// A WAV file.
    var file: [UInt8] {
        var head = Array("RIFF".utf8) + Self.word(UInt32(clamping: bytes.count + Self.headLength - 8)) + Array("WAVEfmt ".utf8)
        head += Self.word(16)
        // PCM, one channel.
        head += [1, 0, 1, 0]
        head += Self.word(8_000) + Self.word(UInt32(Self.bytesPerSecond))
        // Two bytes and 16 bits a sample.
        head += [2, 0, 16, 0]
        return head + Array("data".utf8) + Self.word(UInt32(clamping: bytes.count)) + bytes
    }

    private static func word(_ value: UInt32) -> [UInt8] { withUnsafeBytes(of: value.littleEndian) { Array($0) } }
}
