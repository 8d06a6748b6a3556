import GRDB
import GRDBSQLite
import StateStore

extension Database {
    /// How many instructions of SQLite's virtual machine lie between two questions: less than a millisecond.
    private static let interruptionInterval: Int32 = 1_000

    /// Runs statements that may take long: SQLite asks `goesOn` again and again meanwhile. It does not ask while it walks the pages of a
    /// table in `quick_check`, or sorts the keys of an index.
    ///
    /// - Throws: ``StateStoreError/closed`` when `goesOn` says no. A transaction that is under way then is rolled back.
    func interruptible<Value>(while goesOn: @escaping () -> Bool, _ body: () throws -> Value) throws -> Value {
        let question = InterruptionQuestion(goesOn)
        return try withExtendedLifetime(question) {
            sqlite3_progress_handler(
                sqliteConnection, Self.interruptionInterval,
                { context in
                    guard let context else { return 0 }
                    return Unmanaged<InterruptionQuestion>.fromOpaque(context).takeUnretainedValue().goesOn() ? 0 : 1
                }, Unmanaged.passUnretained(question).toOpaque())
            defer { sqlite3_progress_handler(sqliteConnection, 0, nil, nil) }
            do {
                return try body()
            } catch let error as DatabaseError where error.resultCode == .SQLITE_INTERRUPT {
                throw StateStoreError.closed
            }
        }
    }
}

private final class InterruptionQuestion {
    let goesOn: () -> Bool

    init(_ goesOn: @escaping () -> Bool) { self.goesOn = goesOn }
}
