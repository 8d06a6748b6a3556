import GRDB
import StateStore

import struct Foundation.Data

/// A complete snapshot in the database: the texts of its document and of what expires, one behind the other, in parts of
/// ``partByteCount`` bytes, each compressed if that makes it smaller.
struct Snapshot {
    /// The texts of the document and of what of it expires.
    typealias Content = (document: [UInt8], expiry: [UInt8])

    /// The bytes of every part but the last, before they are compressed.
    static let partByteCount = 256 << 10

    let sandbox: String
    let version: Int64
    /// The bytes of the document.
    let byteCount: Int
    /// The bytes of what expires, which are stored behind those of the document.
    let expiryByteCount: Int
    /// How many parts are stored.
    var partCount = 0

    /// The bytes of both, before they are compressed. The numbers may be damaged: there are no more than the parts can have.
    var totalByteCount: Int { min(max(0, byteCount), room) + min(max(0, expiryByteCount), room) }

    /// The bytes of the document, as far as they can be there.
    var documentByteCount: Int { min(max(0, byteCount), room) }

    private var room: Int { partCount * Snapshot.partByteCount }

    /// The snapshots of `sandbox` that are not newer than `version`, the newest first.
    static func all(of sandbox: String, upTo version: Int64 = .max, in db: Database) throws -> [Snapshot] {
        let statement = try db.cachedStatement(
            sql: """
                SELECT version, byteCount, expiryByteCount, (
                    SELECT count(*) FROM snapshotPart AS part WHERE part.sandbox = snapshot.sandbox AND part.version = snapshot.version
                ) FROM snapshot WHERE sandbox = ? AND version <= ? ORDER BY version DESC
                """
        )
        return try Array(
            Row.fetchCursor(statement, arguments: [sandbox, version]).map { row in
                Snapshot(
                    sandbox: sandbox, version: try row.decode(atIndex: 0), byteCount: try row.decode(atIndex: 1),
                    expiryByteCount: try row.decode(atIndex: 2), partCount: try row.decode(atIndex: 3)
                )
            }
        )
    }

    static func newest(of sandbox: String, in db: Database) throws -> Snapshot? {
        try all(of: sandbox, in: db).first
    }

    /// Reads the snapshot; nil when it is not what was written, or belongs to another history than the journal's.
    func content(in db: Database) throws -> Content? {
        do {
            guard byteCount >= 0, expiryByteCount >= 0, max(byteCount, expiryByteCount) <= room else { return nil }
            let (bytes, checksums) = try parts(in: db)
            guard let bytes, try isIntact(over: checksums, in: db) else { return nil }
            guard expiryByteCount > 0 else { return (bytes, []) }
            return (Array(bytes.prefix(byteCount)), Array(bytes.suffix(expiryByteCount)))
        } catch {
            guard StateStoreError.isDamage(error) else { throw error }
            return nil
        }
    }

    /// What is stored of one part: its bytes, or what they are compressed to.
    static func packed(_ part: UnsafeRawBufferPointer) -> [UInt8] {
        LZ4.compress(part) ?? Array(part)
    }

    /// Stores the row that makes the snapshot complete, whose parts have `checksums`.
    func insert(over checksums: [Checksum], in db: Database) throws {
        guard let checksum = try checksum(over: checksums, in: db) else { return }
        try db.execute(
            sql: """
                INSERT INTO snapshot (sandbox, version, byteCount, expiryByteCount, checksum) VALUES (?, ?, ?, ?, ?)
                """,
            arguments: [sandbox, version, byteCount, expiryByteCount, checksum.value]
        )
    }

    private func isIntact(over checksums: [Checksum], in db: Database) throws -> Bool {
        let stored = try Int64.fetchOne(
            db.cachedStatement(sql: "SELECT checksum FROM snapshot WHERE sandbox = ? AND version = ?"),
            arguments: [sandbox, version]
        )
        guard let stored, let expected = try checksum(over: checksums, in: db) else { return false }
        return stored == expected.value
    }

    /// The checksum of the snapshot and of the history that led to it; nil when the journal does not have its version.
    private func checksum(over parts: [Checksum], in db: Database) throws -> Checksum? {
        let statement = try db.cachedStatement(sql: "SELECT checksum FROM journal WHERE sandbox = ? AND version = ?")
        guard let history = try Int64.fetchOne(statement, arguments: [sandbox, version]) else { return nil }
        var checksum = Checksum(history)
        checksum.add(Int64(byteCount))
        checksum.add(Int64(expiryByteCount))
        for part in parts { checksum.add(part.value) }
        return checksum
    }

    /// The bytes of all parts, nil unless they make up the whole, and the checksums that the parts have.
    private func parts(in db: Database) throws -> (bytes: [UInt8]?, checksums: [Checksum]) {
        let statement = try db.cachedStatement(
            sql: "SELECT bytes FROM snapshotPart WHERE sandbox = ? AND version = ? ORDER BY part"
        )
        let rows = try Row.fetchCursor(statement, arguments: [sandbox, version])
        var checksums: [Checksum] = []
        let count = byteCount + expiryByteCount
        var isWhole = true
        let bytes = try [UInt8](unsafeUninitializedCapacity: count) { buffer, initializedCount in
            let target = UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[..<count])
            var start = 0
            while isWhole, let row = try rows.next() {
                let end = min(start + Snapshot.partByteCount, count)
                let part = UnsafeMutableRawBufferPointer(rebasing: target[start..<end])
                try row.withUnsafeData(atIndex: 0) { data in
                    (data ?? Data()).withUnsafeBytes { stored in
                        checksums.append(Checksum(ofPart: checksums.count, bytes: stored))
                        isWhole = Snapshot.unpack(stored, into: part)
                    }
                }
                start = end
            }
            isWhole = isWhole && start == count
            initializedCount = isWhole ? count : 0
        }
        return (isWhole ? bytes : nil, checksums)
    }

    /// Returns whether `stored` made up the whole part.
    private static func unpack(_ stored: UnsafeRawBufferPointer, into part: UnsafeMutableRawBufferPointer) -> Bool {
        guard stored.count == part.count else { return LZ4.decompress(stored, into: part) }
        part.copyMemory(from: stored)
        return true
    }
}
