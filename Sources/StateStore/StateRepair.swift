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
        current = try await store.newestRow(of: sandbox)
        // What shows that something is wrong behind the newest row is found by a load of the whole only.
        var lowest = try await Self.fault { () throws(StateStoreError) in try await store.load(sandbox) }?.fault
        let oldest = try await store.oldestVersion(of: sandbox)
        var version = current
        while lowest != nil, version > 0, version >= oldest {
            let newest = version
            let found = try await Self.fault { () throws(StateStoreError) in try await store.salvage(sandbox, at: newest) }
            guard let (fault, place) = found else { break }
            lowest = fault
            // What comes behind the place is built on it.
            version = min(place, version) - 1
        }
        if current > 0, current < oldest { lowest = .damagedPatch(sandbox: sandbox, version: current + 1) }
        readable = version >= oldest ? max(0, version) : 0
        fault = lowest
    }

    /// Cuts off what cannot be read.
    ///
    /// - Parameter goesOn: Asked again and again: a cut that is given up has removed the newest versions.
    /// - Throws: ``StateStoreError/cannotCut(sandbox:version:)`` when the file is too damaged for that.
    package func cut(in store: any StateStore, while goesOn: @escaping @Sendable () -> Bool = { true }) async throws(StateStoreError) {
        guard isNeeded else { return }
        do {
            try await store.cut(sandbox, to: readable, while: goesOn)
        } catch {
            if case .file(_, .damaged) = error { throw .cannotCut(sandbox: sandbox, version: readable) }
            throw error
        }
    }

    /// Why a version cannot be read, and the version where that begins; nil when it can.
    private static func fault(
        _ load: () async throws(StateStoreError) -> StoredState?
    ) async throws(StateStoreError) -> (fault: StateStoreError, place: Int64)? {
        do {
            let stored = try await load()
            _ = try stored?.content()
            _ = try stored?.outline()
            return nil
        } catch {
            guard let place = error.damagedVersion else { throw error }
            return (error, place)
        }
    }
}
