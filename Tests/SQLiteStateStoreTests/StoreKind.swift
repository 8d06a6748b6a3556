import SQLiteStateStore
import StateStore
import TestSupport

/// The stores that have to behave alike.
enum StoreKind: CaseIterable {
    case memory
    case sqlite

    /// Runs `body` with an empty store, and closes that.
    func withStore(_ body: (any StateStore) async throws -> Void) async throws {
        let folder = try TemporaryFolder()
        let store: any StateStore =
            switch self {
            case .memory: MemoryStateStore()
            case .sqlite: try SQLiteStateStore(folder: folder.path)
            }
        try await body(store)
        await store.close()
    }
}
