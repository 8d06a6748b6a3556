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
    /// A transaction is on the disk before the next one begins: a power failure in the midst of a write leaves no such frames. A transaction
    /// that failed is written over from its beginning: of a longer one its last frames are left, and their sums continue those of no other
    /// transaction. Damage of the last transaction, or of the frame before it, looks like one of the two.
    static func hasDamage(at path: String) -> Bool {
        let file = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard file >= 0 else { return false }
        defer { close(file) }
        guard let header = bytes(headerLength, at: 0, of: file), let first = bytes(frameHeaderLength, at: headerLength, of: file) else {
            return false
        }
        let isBigEndian = header[3] & 1 == 1
        guard CheckSum(ofHeader: header, isBigEndian) == CheckSum(stored: header[24...]) else {
            // Frames of the log before have other salts.
            return first[8..<16] == header[16..<24] && !isTorn(header, isBigEndian)
        }
        let pageLength = Int(number(header[8..<12]))
        guard (512...65_536).contains(pageLength) else { return false }
        var frames = Frames(file: file, pageLength: pageLength, salts: header[16..<24], isBigEndian: isBigEndian)
        var sum = CheckSum(stored: header[24...])
        var damaged: Frame?
        while damaged == nil, let frame = frames.next() {
            sum = frame.sum(behind: sum)
            if !frame.hasSalts || sum != frame.storedSum { damaged = frame }
        }
        guard var last = damaged else { return false }
        var hasCommit = false
        while let frame = frames.next() {
            // Either the sum of the frame before was damaged or something else of it: its successor continues what one of the two says.
            let isContinuation = frame.hasSalts && [last.storedSum, sum].contains { frame.sum(behind: $0) == frame.storedSum }
            if isContinuation, hasCommit { return true }
            // A header may be half of one transaction and half of another.
            hasCommit = isContinuation && frame.isCommit
            sum = frame.sum(behind: last.storedSum)
            last = frame
        }
        return false
    }

    /// Whether a write of `header` was cut off behind the number of the log, before the salts: all that the log had is in the file of the
    /// database then.
    private static func isTorn(_ header: [UInt8], _ isBigEndian: Bool) -> Bool {
        var before = header
        withUnsafeBytes(of: (number(header[12..<16]) &- 1).bigEndian) { before.replaceSubrange(12..<16, with: $0) }
        return CheckSum(ofHeader: before, isBigEndian) == CheckSum(stored: header[24...])
    }

    /// A page as a transaction wrote it, behind a header.
    private struct Frame {
        let bytes: [UInt8]
        let hasSalts: Bool
        let isBigEndian: Bool

        /// The size of the database is in the last frame of a transaction.
        var isCommit: Bool { number(bytes[4..<8]) != 0 }
        var storedSum: CheckSum { CheckSum(stored: bytes[16..<24]) }

        func sum(behind sum: CheckSum) -> CheckSum {
            var sum = sum
            sum.add(bytes[..<8], isBigEndian)
            sum.add(bytes[frameHeaderLength...], isBigEndian)
            return sum
        }
    }

    private struct Frames {
        let file: CInt
        let pageLength: Int
        let salts: ArraySlice<UInt8>
        let isBigEndian: Bool
        private var place = headerLength

        init(file: CInt, pageLength: Int, salts: ArraySlice<UInt8>, isBigEndian: Bool) {
            self.file = file
            self.pageLength = pageLength
            self.salts = salts
            self.isBigEndian = isBigEndian
        }

        mutating func next() -> Frame? {
            guard place < longest, let frame = bytes(frameHeaderLength + pageLength, at: place, of: file) else { return nil }
            place += frame.count
            return Frame(bytes: frame, hasSalts: frame[8..<16] == salts, isBigEndian: isBigEndian)
        }
    }

    /// The sum that SQLite has of a log up to a frame.
    private struct CheckSum: Equatable {
        private var first: UInt32
        private var second: UInt32

        init(stored bytes: ArraySlice<UInt8>) {
            first = number(bytes.prefix(4))
            second = number(bytes.dropFirst(4).prefix(4))
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

    private static func number(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        bytes.reduce(0) { $0 << 8 | UInt32($1) }
    }

    private static func bytes(_ count: Int, at place: Int, of file: CInt) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        return pread(file, &bytes, count, off_t(place)) == count ? bytes : nil
    }
}
