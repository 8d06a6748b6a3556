import GRDB
package import StateStore

import struct Foundation.Data

extension SQLiteStateStore {
    /// The bytes of a part: what a commit may have to wait for while a snapshot is written.
    private static let partByteCount = 256 << 10

    package func writeSnapshot(
        of sandbox: String, version: Int64, document: [UInt8]
    ) async throws(StateStoreError) {
        guard try await prepareSnapshot(of: sandbox, version: version) else { return }
        // A transaction for each part: commits get their turn in between.
        for (part, start) in stride(from: 0, to: document.count, by: SQLiteStateStore.partByteCount).enumerated() {
            let bytes = Data(document[start..<min(start + SQLiteStateStore.partByteCount, document.count)])
            try await write { db in
                try db.execute(
                    sql: "INSERT INTO snapshotPart (sandbox, version, part, bytes) VALUES (?, ?, ?, ?)",
                    arguments: [sandbox, version, part, bytes]
                )
            }.get()
        }
        try await write { db in
            try db.execute(
                sql: "INSERT INTO snapshot (sandbox, version, byteCount) VALUES (?, ?, ?)",
                arguments: [sandbox, version, document.count]
            )
        }.get()
        try await removeParts(of: sandbox, except: version)
    }

    /// Removes what an interrupted snapshot left; returns false when one of `version` or a later one is complete.
    private func prepareSnapshot(of sandbox: String, version: Int64) async throws(StateStoreError) -> Bool {
        let newest = try await read { db in
            let current = try SQLiteStateStore.journalHead(of: sandbox, in: db).version
            guard version >= 1, version <= current else {
                throw StateStoreError.noSuchVersion(sandbox: sandbox, version: version, current: current)
            }
            return try Snapshot.newest(of: sandbox, in: db)?.version ?? 0
        }
        guard version > newest else { return false }
        try await removeParts(of: sandbox, except: newest)
        return true
    }

    /// Removes the snapshots of `sandbox` other than that of `version`, a part at a time.
    private func removeParts(of sandbox: String, except version: Int64) async throws(StateStoreError) {
        try await write { db in
            try db.execute(
                sql: "DELETE FROM snapshot WHERE sandbox = ? AND version <> ?",
                arguments: [sandbox, version]
            )
        }.get()
        var isDone = false
        while !isDone {
            isDone = try await write { db in
                try db.execute(
                    sql: """
                        DELETE FROM snapshotPart WHERE (sandbox, version, part) = (
                            SELECT sandbox, version, part FROM snapshotPart WHERE sandbox = ? AND version <> ? LIMIT 1
                        )
                        """,
                    arguments: [sandbox, version]
                )
                return db.changesCount == 0
            }.get()
        }
    }
}
