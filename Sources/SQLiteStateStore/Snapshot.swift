import GRDB

/// A complete snapshot in the database.
struct Snapshot {
    let sandbox: String
    let version: Int64
    /// The bytes of the document.
    let byteCount: Int
    /// The bytes of what expires, which are stored behind those of the document.
    let expiryByteCount: Int

    /// The newest snapshot of `sandbox` that is not newer than `version`.
    static func newest(of sandbox: String, upTo version: Int64 = .max, in db: Database) throws -> Snapshot? {
        let statement = try db.cachedStatement(
            sql: """
                SELECT version, byteCount, expiryByteCount FROM snapshot
                WHERE sandbox = ? AND version <= ? ORDER BY version DESC LIMIT 1
                """
        )
        guard let row = try Row.fetchOne(statement, arguments: [sandbox, version]) else { return nil }
        return Snapshot(
            sandbox: sandbox, version: try row.decode(atIndex: 0), byteCount: try row.decode(atIndex: 1),
            expiryByteCount: try row.decode(atIndex: 2)
        )
    }

    func content(in db: Database) throws -> (document: [UInt8], expiry: [UInt8]) {
        let statement = try db.cachedStatement(
            sql: "SELECT bytes FROM snapshotPart WHERE sandbox = ? AND version = ? ORDER BY part"
        )
        var bytes: [UInt8] = []
        bytes.reserveCapacity(byteCount + expiryByteCount)
        let parts = try Row.fetchCursor(statement, arguments: [sandbox, version])
        while let part = try parts.next() { bytes += try part.bytes(atIndex: 0) }
        let expiry = Array(bytes.dropFirst(byteCount))
        bytes.removeLast(expiry.count)
        return (bytes, expiry)
    }
}
