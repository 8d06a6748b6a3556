import GRDB
import StateStore

/// A row of the journal that is not what was stored under the key that it has, and that the index does not lead to.
struct StrayRow {
    let number: Int64
    /// The key under which it is what was stored, as the index still has it; nil when there is none.
    private(set) var sandbox: String?
    private(set) var version: Int64 = 0

    /// The stray ones among the rows that the index does not lead to.
    static func all(among unreachable: [Int64], in db: Database) throws -> [StrayRow] {
        var strays: [Int64: StrayRow] = [:]
        for number in unreachable where try !isIntact(number, in: db) { strays[number] = StrayRow(number: number) }
        guard !strays.isEmpty else { return [] }
        do {
            let entries = try RawStatement("SELECT rowid, sandbox, version FROM journal INDEXED BY sqlite_autoindex_journal_1", in: db)
            while try entries.step() {
                let (number, version) = (entries.number(at: 0), entries.number(at: 2))
                let sandbox = String(decoding: entries.bytes(at: 1), as: UTF8.self)
                guard strays[number] != nil, try isIntact(number, as: (sandbox, version), in: db) else { continue }
                strays[number]?.sandbox = sandbox
                strays[number]?.version = version
            }
        } catch {
            // The rest of the index leads nowhere.
            guard StateStoreError.isDamage(error) else { throw error }
        }
        return strays.values.sorted { $0.number < $1.number }
    }

    /// Whether a row is what was stored under a key; without one under its own.
    private static func isIntact(_ number: Int64, as key: (sandbox: String, version: Int64)? = nil, in db: Database) throws -> Bool {
        let rows = try RawStatement(
            """
            SELECT sandbox, version, turn, cause, time, parent, checksum, patch, typeof(sandbox) = 'text' AND typeof(version) = 'integer'
            FROM journal WHERE rowid = ?
            """, in: db)
        rows.bind(number, at: 1)
        guard try rows.step(), key != nil || rows.number(at: 8) == 1 else { return false }
        let row = JournalRow(
            version: key?.version ?? rows.number(at: 1), turn: rows.bytes(at: 2), cause: rows.bytes(at: 3), time: rows.number(at: 4),
            patch: rows.bytes(at: 7))
        let sandbox = key?.sandbox ?? String(decoding: rows.bytes(at: 0), as: UTF8.self)
        return Checksum(rows.number(at: 6)) == Checksum(of: row, in: sandbox, parent: Checksum(rows.number(at: 5)))
    }
}
