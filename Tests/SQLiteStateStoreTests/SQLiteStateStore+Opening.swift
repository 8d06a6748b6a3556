import StateStore
import Testing

@testable import SQLiteStateStore

extension SQLiteStateStore {
    /// Opens a store in which no damage is expected.
    convenience init(folder: String) throws(StateStoreError) {
        try self.init(folder: folder) { Issue.record("unexpected damage: \($0)") }
    }
}
