import GRDB
package import StateStore

import struct Foundation.Data

extension SQLiteStateStore {
    package func writeSnapshot(
        of sandbox: String, version: Int64, document: [UInt8], expiry: [UInt8]
    ) async throws(StateStoreError) {
        guard try await prepareSnapshot(of: sandbox, version: version) else { return }
        let content = document + expiry
        var checksums: [Checksum] = []
        // A transaction for each part: commits get their turn in between.
        for start in stride(from: 0, to: content.count, by: Snapshot.partByteCount) {
            let bytes = content.withUnsafeBytes { content in
                let end = min(start + Snapshot.partByteCount, content.count)
                return Snapshot.packed(UnsafeRawBufferPointer(rebasing: content[start..<end]))
            }
            let part = checksums.count
            checksums.append(bytes.withUnsafeBytes { Checksum(ofPart: part, bytes: $0) })
            try await write { db in
                try db.execute(
                    sql: "INSERT INTO snapshotPart (sandbox, version, part, bytes) VALUES (?, ?, ?, ?)",
                    arguments: [sandbox, version, part, Data(bytes)]
                )
            }.get()
        }
        let snapshot = Snapshot(
            sandbox: sandbox, version: version, byteCount: document.count, expiryByteCount: expiry.count
        )
        try await write { [checksums] in try snapshot.insert(over: checksums, in: $0) }.get()
    }

    /// Removes what interrupted snapshots left; returns false when one of `version` or a later one is complete.
    private func prepareSnapshot(of sandbox: String, version: Int64) async throws(StateStoreError) -> Bool {
        let newest = try await read { db in
            let current = try SQLiteStateStore.checkedHead(of: sandbox, in: db)
            guard version >= 1, version <= current else {
                throw StateStoreError.noSuchVersion(sandbox: sandbox, version: version, current: current)
            }
            return try Snapshot.newest(of: sandbox, in: db)?.version ?? 0
        }
        guard version > newest else { return false }
        try await removeOrphans(of: sandbox, among: .min ..< .max)
        return true
    }

    /// Removes the parts of `sandbox` that belong to one of `versions` and to no complete snapshot, one at a time.
    func removeOrphans(of sandbox: String, among versions: Range<Int64>) async throws(StateStoreError) {
        var isDone = false
        while !isDone {
            isDone = try await write { db in
                try db.execute(
                    sql: """
                        DELETE FROM snapshotPart WHERE (sandbox, version, part) = (
                            SELECT sandbox, version, part FROM snapshotPart AS orphan
                            WHERE sandbox = ? AND version >= ? AND version < ? AND NOT EXISTS (
                                SELECT 1 FROM snapshot
                                WHERE snapshot.sandbox = orphan.sandbox AND snapshot.version = orphan.version
                            ) LIMIT 1
                        )
                        """,
                    arguments: [sandbox, versions.lowerBound, versions.upperBound]
                )
                return db.changesCount == 0
            }.get()
        }
    }
}
