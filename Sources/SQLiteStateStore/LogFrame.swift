/// A page as a transaction wrote it to the write-ahead log, behind a header.
struct LogFrame {
    static let headerLength = 24

    let bytes: [UInt8]

    /// The page's number, from 1.
    var page: UInt32 { UInt32(bigEndian: bytes[..<4]) }
    /// The last frame of a transaction has the size of the database.
    var isCommit: Bool { UInt32(bigEndian: bytes[4..<8]) != 0 }
    var storedSum: LogChecksum { LogChecksum(stored: bytes[16..<24]) }
    var content: ArraySlice<UInt8> { bytes[Self.headerLength...] }

    /// Whether the frame is of the log with these salts, and not of an older one.
    func hasSalts(_ salts: ArraySlice<UInt8>) -> Bool { bytes[8..<16] == salts }

    func sum(behind sum: LogChecksum, _ isBigEndian: Bool) -> LogChecksum {
        var sum = sum
        sum.add(bytes[..<8], isBigEndian)
        sum.add(content, isBigEndian)
        return sum
    }

    /// The same frame with another page.
    func with(_ content: [UInt8]) -> LogFrame { LogFrame(bytes: bytes[..<Self.headerLength] + content) }
}
