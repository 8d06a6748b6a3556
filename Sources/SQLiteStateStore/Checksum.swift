import StateStore

/// A checksum of several values, in order: each of them is hashed with what came before as the seed.
struct Checksum: Sendable, Equatable {
    /// The checksum so far, as SQLite keeps numbers of 64 bits.
    private(set) var value: Int64

    /// Begins with `value`, 0 where there is nothing before.
    init(_ value: Int64 = 0) {
        self.value = value
    }

    mutating func add(_ bytes: UnsafeRawBufferPointer) {
        value = Int64(bitPattern: XXHash64.hash(bytes, seed: UInt64(bitPattern: value)))
    }

    mutating func add(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { add($0) }
    }

    mutating func add(_ text: String) {
        var text = text
        text.withUTF8 { add(UnsafeRawBufferPointer($0)) }
    }

    mutating func add(_ number: Int64) {
        withUnsafeBytes(of: number.littleEndian) { add($0) }
    }
}

extension Checksum {
    /// The checksum of a row of the journal.
    ///
    /// - Parameter parent: That of the row before, 0 for the first: a checksum stands for the whole history up to it.
    init(of commit: StateCommit, parent: Checksum) {
        var (turn, cause) = (commit.turn, commit.cause)
        self = turn.withUTF8 { turn in
            cause.withUTF8 { cause in
                commit.patch.withUnsafeBytes { patch in
                    let row = JournalRow(
                        version: commit.version, turn: UnsafeRawBufferPointer(turn), cause: UnsafeRawBufferPointer(cause),
                        time: commit.time, patch: patch)
                    return Checksum(of: row, in: commit.sandbox, parent: parent)
                }
            }
        }
    }

    /// The checksum of a row of the journal of `sandbox`, whose row before has the checksum `parent`.
    init(of row: JournalRow, in sandbox: String, parent: Checksum) {
        self = parent
        add(sandbox)
        add(row.version)
        add(row.turn)
        add(row.cause)
        add(row.time)
        add(row.patch)
    }

    /// The checksum of one part of a snapshot.
    init(ofPart part: Int, bytes: UnsafeRawBufferPointer) {
        self.init(Int64(part))
        add(bytes)
    }
}
