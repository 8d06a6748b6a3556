/// What of a sandbox's journal can be read, and how the rest is cut off.
package struct StateRepair: Sendable, Equatable {
    package let sandbox: String
    /// The newest version, 0 when nothing is stored.
    package let current: Int64
    /// The newest version that can be read; 0, an empty state, when none can.
    package let readable: Int64
    /// Why the versions behind ``readable`` cannot be read; nil when the newest one can.
    package let fault: StateStoreError?

    package var isNeeded: Bool { fault != nil }

    /// Finds out what can be read. Changes nothing.
    ///
    /// - Throws: When the store itself cannot be read.
    @concurrent
    package init(of sandbox: String, in store: any StateStore) async throws(StateStoreError) {
        self.sandbox = sandbox
        current = try await store.version(of: sandbox)
        let oldest = try await store.oldestVersion(of: sandbox)
        var version = current
        var lowest: StateStoreError?
        while version > 0, version >= oldest {
            guard let (fault, place) = try await Self.fault(of: sandbox, at: version, in: store) else { break }
            lowest = fault
            // Something is left of versions that are gone: it is cut off as well.
            guard place <= version else { break }
            // What comes behind the place is built on it.
            version = place - 1
        }
        if current > 0, current < oldest { lowest = .damagedPatch(sandbox: sandbox, version: current + 1) }
        readable = version >= oldest ? max(0, version) : 0
        fault = lowest
    }

    /// Cuts off what cannot be read.
    package func cut(in store: any StateStore) async throws(StateStoreError) {
        guard isNeeded else { return }
        try await store.cut(sandbox, to: readable)
    }

    /// Why a version cannot be read, and the version where that begins; nil when it can.
    private static func fault(
        of sandbox: String, at version: Int64, in store: any StateStore
    ) async throws(StateStoreError) -> (StateStoreError, place: Int64)? {
        do {
            let stored = try await store.load(sandbox, at: version)
            _ = try stored.content()
            _ = try stored.outline()
            return nil
        } catch {
            switch error {
            case .damagedPatch(_, let place), .damagedSnapshot(_, let place), .unreadablePatch(_, let place, _),
                .unreadableSnapshot(_, let place, _), .unreadableExpiry(_, let place, _):
                return (error, place)
            default: throw error
            }
        }
    }
}
