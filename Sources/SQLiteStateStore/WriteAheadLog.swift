import Glibc

/// The write-ahead log that a process left which was killed. SQLite takes it to end at the first frame that is not what was written, and
/// says nothing of those behind.
enum WriteAheadLog {
    /// More than a log has; what is behind is not looked at.
    private static let longest = 1 << 30
    private static let headerLength = 32
    private static let frameHeaderLength = 24

    /// Whether the log at `path` has frames of a later transaction behind one that is not what was written.
    ///
    /// A transaction is on the disk before the next one begins: a power failure in the midst of a write leaves no such frames. Damage of the
    /// last transaction looks like such a write.
    static func hasDamage(at path: String) -> Bool {
        let file = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard file >= 0 else { return false }
        defer { close(file) }
        guard let header = bytes(headerLength, at: 0, of: file), let first = bytes(frameHeaderLength, at: headerLength, of: file) else {
            return false
        }
        let salts = header[16..<24]
        let isBigEndian = header[3] & 1 == 1
        var sum = CheckSum()
        sum.add(header[..<24], isBigEndian)
        // Frames of the log before have other salts.
        guard sum.isStored(in: header[24...]) else { return first[8..<16] == salts }
        let pageLength = Int(number(header[8..<12]))
        guard (512...65_536).contains(pageLength) else { return false }
        var place = headerLength
        while place < longest, let frame = bytes(frameHeaderLength + pageLength, at: place, of: file), frame[8..<16] == salts {
            sum.add(frame[..<8], isBigEndian)
            sum.add(frame[frameHeaderLength...], isBigEndian)
            guard sum.isStored(in: frame[16..<24]) else { break }
            place += frame.count
        }
        var hasCommit = false
        while place < longest, let frame = bytes(frameHeaderLength, at: place, of: file) {
            if frame[8..<16] == salts {
                if hasCommit { return true }
                // The size of the database is in the last frame of a transaction.
                hasCommit = number(frame[4..<8]) != 0
            }
            place += frameHeaderLength + pageLength
        }
        return false
    }

    /// The sum that SQLite has of a log up to a frame.
    private struct CheckSum {
        private var first: UInt32 = 0
        private var second: UInt32 = 0

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

        func isStored(in bytes: ArraySlice<UInt8>) -> Bool {
            number(bytes.prefix(4)) == first && number(bytes.suffix(4)) == second
        }
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        bytes.reduce(0) { $0 << 8 | UInt32($1) }
    }

    private static func bytes(_ count: Int, at place: Int, of file: CInt) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        return pread(file, &bytes, count, off_t(place)) == count ? bytes : nil
    }
}
