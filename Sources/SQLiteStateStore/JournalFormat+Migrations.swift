import GRDB
import StateStore

import struct Foundation.Data

extension JournalFormat {
    static func makeFormat1(_ db: Database) throws {
        try db.execute(
            sql: """
                CREATE TABLE journal (
                    sandbox TEXT NOT NULL, version INTEGER NOT NULL, patch BLOB NOT NULL,
                    turn TEXT NOT NULL, cause TEXT NOT NULL, time INTEGER NOT NULL,
                    PRIMARY KEY (sandbox, version)
                ) STRICT, WITHOUT ROWID;
                CREATE TABLE snapshot (
                    sandbox TEXT NOT NULL, version INTEGER NOT NULL, byteCount INTEGER NOT NULL,
                    PRIMARY KEY (sandbox, version)
                ) STRICT, WITHOUT ROWID;
                CREATE TABLE snapshotPart (
                    sandbox TEXT NOT NULL, version INTEGER NOT NULL, part INTEGER NOT NULL, bytes BLOB NOT NULL,
                    PRIMARY KEY (sandbox, version, part)
                ) STRICT, WITHOUT ROWID;
                """
        )
    }

    /// Adds checksums, what expires, and the first versions that are kept of journals that had others before. The long
    /// columns are the last ones, so that the others are read without them, and no part of the key's tree: searching that reads
    /// the whole of each row that it comes by.
    static func makeFormat2(_ db: Database) throws {
        try db.execute(
            sql: """
                ALTER TABLE journal RENAME TO oldJournal;
                ALTER TABLE snapshot RENAME TO oldSnapshot;
                ALTER TABLE snapshotPart RENAME TO oldSnapshotPart;
                CREATE TABLE journal (
                    sandbox TEXT NOT NULL, version INTEGER NOT NULL, turn TEXT NOT NULL, cause TEXT NOT NULL,
                    time INTEGER NOT NULL, parent INTEGER NOT NULL, checksum INTEGER NOT NULL, patch BLOB NOT NULL,
                    PRIMARY KEY (sandbox, version)
                ) STRICT;
                CREATE TABLE snapshot (
                    sandbox TEXT NOT NULL, version INTEGER NOT NULL, byteCount INTEGER NOT NULL,
                    expiryByteCount INTEGER NOT NULL, checksum INTEGER NOT NULL,
                    PRIMARY KEY (sandbox, version)
                ) STRICT, WITHOUT ROWID;
                CREATE TABLE snapshotPart (
                    sandbox TEXT NOT NULL, version INTEGER NOT NULL, part INTEGER NOT NULL, bytes BLOB NOT NULL,
                    PRIMARY KEY (sandbox, version, part)
                ) STRICT;
                CREATE TABLE floor (sandbox TEXT NOT NULL PRIMARY KEY, version INTEGER NOT NULL) STRICT, WITHOUT ROWID;
                """
        )
        try copyJournal(db)
        try copySnapshots(db)
        try db.execute(sql: "DROP TABLE oldJournal; DROP TABLE oldSnapshot; DROP TABLE oldSnapshotPart;")
    }

    private static func copyJournal(_ db: Database) throws {
        let insert = try db.makeStatement(sql: "INSERT INTO journal VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
        let rows = try Row.fetchCursor(
            db, sql: "SELECT sandbox, version, turn, cause, time, patch FROM oldJournal ORDER BY sandbox, version"
        )
        var last: (sandbox: String, checksum: Checksum)?
        while let row = try rows.next() {
            let sandbox: String = try row.decode(atIndex: 0)
            let commit = StateCommit(
                sandbox: sandbox, version: try row.decode(atIndex: 1), patch: try row.bytes(atIndex: 5),
                turn: try row.decode(atIndex: 2), cause: try row.decode(atIndex: 3), time: try row.decode(atIndex: 4))
            let parent = last.flatMap { $0.sandbox == sandbox ? $0.checksum : nil } ?? Checksum()
            let checksum = Checksum(of: commit, parent: parent)
            try insert.execute(
                arguments: [
                    sandbox, commit.version, commit.turn, commit.cause, commit.time, parent.value, checksum.value, row[5] as DatabaseValue,
                ]
            )
            last = (sandbox, checksum)
        }
    }

    /// Copies what is complete: parts that an interrupted snapshot left are left behind.
    private static func copySnapshots(_ db: Database) throws {
        for snapshot in try Row.fetchAll(db, sql: "SELECT sandbox, version, byteCount FROM oldSnapshot") {
            let key: StatementArguments = [snapshot[0] as DatabaseValue, snapshot[1] as DatabaseValue]
            let parts = try Row.fetchCursor(
                db, sql: "SELECT part, bytes FROM oldSnapshotPart WHERE sandbox = ? AND version = ? ORDER BY part", arguments: key
            )
            var checksums: [Checksum] = []
            while let part = try parts.next() {
                let checksum = try part.withUnsafeData(atIndex: 1) { bytes in
                    (bytes ?? Data()).withUnsafeBytes { Checksum(ofPart: checksums.count, bytes: $0) }
                }
                try db.execute(
                    sql: "INSERT INTO snapshotPart VALUES (?, ?, ?, ?)",
                    arguments: key + [part[0] as DatabaseValue, part[1] as DatabaseValue]
                )
                checksums.append(checksum)
            }
            let complete = Snapshot(
                sandbox: try snapshot.decode(atIndex: 0), version: try snapshot.decode(atIndex: 1),
                byteCount: try snapshot.decode(atIndex: 2), expiryByteCount: 0
            )
            try complete.insert(over: checksums, in: db)
        }
    }
}
