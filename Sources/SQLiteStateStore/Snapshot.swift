import GRDB

/// A complete snapshot in the database.
struct Snapshot {
    let sandbox: String
    let version: Int64
    let byteCount: Int

    static func newest(of sandbox: String, in db: Database) throws -> Snapshot? {
        let statement = try db.cachedStatement(
            sql: "SELECT version, byteCount FROM snapshot WHERE sandbox = ? ORDER BY version DESC LIMIT 1"
        )
        guard let row = try Row.fetchOne(statement, arguments: [sandbox]) else { return nil }
        return Snapshot(sandbox: sandbox, version: try row.decode(atIndex: 0), byteCount: try row.decode(atIndex: 1))
    }

    func bytes(in db: Database) throws -> [UInt8] {
        let statement = try db.cachedStatement(
            sql: "SELECT bytes FROM snapshotPart WHERE sandbox = ? AND version = ? ORDER BY part"
        )
        var bytes: [UInt8] = []
        bytes.reserveCapacity(byteCount)
        let parts = try Row.fetchCursor(statement, arguments: [sandbox, version])
        while let part = try parts.next() { bytes += try part.bytes(atIndex: 0) }
        return bytes
    }
}
