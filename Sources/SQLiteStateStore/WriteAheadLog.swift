import Glibc

/// The write-ahead log that a killed process left. SQLite takes it to end at the first frame whose checksum is wrong, and says nothing of
/// the frames behind it.
///
/// Source: the format of SQLite's files (https://www.sqlite.org/fileformat2.html#walformat).
struct WriteAheadLog: ~Copyable {
    enum Damage {
        /// Frames of later transactions are lost.
        case loss
        /// The file of the database has all that the log has: a checkpoint was finished, and the log not yet begun anew.
        case lossless
    }

    /// No log is longer; the rest is not read.
    private static let longest = 1 << 30
    private static let headerLength = 32

    private let file: LogFile
    private let database: LogFile
    private let isBigEndian: Bool
    private let pageLength: Int
    private let salts: ArraySlice<UInt8>

    /// The damage of the log of the database at `path`; nil when there is none.
    static func damage(of path: String) -> Damage? {
        guard let file = LogFile(path + "-wal"), let database = LogFile(path) else { return nil }
        guard let header = file.bytes(headerLength, at: 0), let first = file.bytes(LogFrame.headerLength, at: headerLength) else {
            return nil
        }
        let isBigEndian = header[3] & 1 == 1
        let isHeaderWhole = isLog(header) && LogChecksum(ofHeader: header, isBigEndian) == LogChecksum(stored: header[24...])
        guard let pageLength = isHeaderWhole ? pageLength(Int(UInt32(bigEndian: header[8..<12]))) : database.pageLength else { return nil }
        let log = WriteAheadLog(
            file: file, database: database, isBigEndian: isBigEndian, pageLength: pageLength,
            salts: isHeaderWhole ? header[16..<24] : first[8..<16])
        if isHeaderWhole { return log.damage(behind: LogChecksum(stored: header[24...])) }
        if log.isTorn(header) { return nil }
        return log.isInDatabase(but: nil) ? .lossless : .loss
    }

    /// Keeps the log's bytes under another name: SQLite empties the log when it has read it.
    ///
    /// - Parameter isRemoved: Whether the log is gone then.
    /// - Returns: Whether that was possible.
    static func keep(logOf path: String, isRemoved: Bool) -> Bool {
        let kept = path + "-wal.damaged"
        if isRemoved { return rename(path + "-wal", kept) == 0 }
        guard let file = LogFile(path + "-wal") else { return false }
        let copy = open(kept, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard copy >= 0 else { return false }
        defer { close(copy) }
        return file.copy(to: copy, limit: longest)
    }

    /// Whether the header begins as every log does. A hole in its place has the right checksum.
    private static func isLog(_ header: [UInt8]) -> Bool { UInt32(bigEndian: header[..<4]) & ~1 == 0x377f_0682 }

    private static func pageLength(_ length: Int) -> Int? { (512...65_536).contains(length) ? length : nil }

    /// Looks for frames of a later transaction behind one that is not as it was written.
    ///
    /// A transaction is on the disk before the next one begins: a power failure in the midst of a write leaves no such frames. A transaction
    /// that failed is written over from its beginning: of a longer one its last frames are left, and their sums continue those of no other
    /// transaction. Damage of the last transaction, or of the frame before it, looks like one of the two.
    private func damage(behind header: LogChecksum) -> Damage? {
        var place = Self.headerLength
        var before = header
        while let frame = frame(at: place), frame.hasSalts(salts), frame.sum(behind: before, isBigEndian) == frame.storedSum {
            before = frame.storedSum
            place += frame.bytes.count
        }
        guard let damaged = frame(at: place) else { return nil }
        return hasTransaction(behind: damaged, at: place, sum: before) ? isInDatabase(but: (place, before)) ? .lossless : .loss : nil
    }

    private func hasTransaction(behind damaged: LogFrame, at place: Int, sum: LogChecksum) -> Bool {
        var place = place + damaged.bytes.count
        var last = damaged
        var sum = damaged.sum(behind: sum, isBigEndian)
        var isBehindCommit = false
        while let frame = frame(at: place) {
            // Either the sum of the frame before was damaged or something else of it: its successor continues one of the two.
            let isContinuation =
                frame.hasSalts(salts) && [last.storedSum, sum].contains { frame.sum(behind: $0, isBigEndian) == frame.storedSum }
            if isContinuation, isBehindCommit { return true }
            // A header alone may be half of one transaction and half of another.
            isBehindCommit = isContinuation && frame.isCommit
            sum = frame.sum(behind: last.storedSum, isBigEndian)
            last = frame
            place += frame.bytes.count
        }
        return false
    }

    /// Whether a write of `header` was cut off behind the number of the log, which comes before the salts: the log is begun anew when the
    /// file of the database has all that it has. The first frame continues the header that was there before.
    private func isTorn(_ header: [UInt8]) -> Bool {
        guard let frame = frame(at: Self.headerLength) else { return false }
        var before = header
        withUnsafeBytes(of: (UInt32(bigEndian: header[12..<16]) &- 1).bigEndian) { before.replaceSubrange(12..<16, with: $0) }
        before.replaceSubrange(16..<24, with: salts)
        return frame.sum(behind: LogChecksum(ofHeader: before, isBigEndian), isBigEndian) == frame.storedSum
    }

    /// Whether each page of the database is as the log has it last.
    ///
    /// - Parameter damaged: Where a damaged frame is, and the sum behind which it belongs. The database's page may be what it had.
    private func isInDatabase(but damaged: (place: Int, before: LogChecksum)?) -> Bool {
        var places: [UInt32: Int] = [:]
        var place = Self.headerLength
        while let frame = frame(at: place) {
            if frame.hasSalts(salts) { places[frame.page] = place }
            place += frame.bytes.count
        }
        return places.allSatisfy { page, place in
            guard page > 0, let frame = frame(at: place), let stored = database.bytes(pageLength, at: (Int(page) - 1) * pageLength) else {
                return false
            }
            if frame.content.elementsEqual(stored) { return true }
            guard let damaged, damaged.place == place else { return false }
            return frame.with(stored).sum(behind: damaged.before, isBigEndian) == frame.storedSum
        }
    }

    private func frame(at place: Int) -> LogFrame? {
        guard place < Self.longest else { return nil }
        return file.bytes(LogFrame.headerLength + pageLength, at: place).map(LogFrame.init)
    }
}
