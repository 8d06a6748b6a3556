extension StateRepair {
    /// What was done to make the newest version of a state readable.
    package struct Outcome: Sendable, Equatable {
        /// The newest version that is left, 0 for an empty state.
        package let version: Int64
        /// The newest version before; nil when it could not be read.
        package let former: Int64?
        /// Whether an index of the store was damaged and has been rebuilt.
        package let isIndexRebuilt: Bool
        /// Whether versions were cut off.
        package let isCut: Bool

        package init(version: Int64, former: Int64?, isIndexRebuilt: Bool, isCut: Bool) {
            self.version = version
            self.former = former
            self.isIndexRebuilt = isIndexRebuilt
            self.isCut = isCut
        }
    }

    /// Makes the newest version of a state readable. Where it cannot be read, indexes that are damaged are rebuilt, which loses nothing;
    /// what still cannot be read then is cut off.
    ///
    /// - Parameter goesOn: Asked again and again, but not while it is looked for what can be read; the repair is given up when it says no.
    /// - Throws: As ``cut(in:while:)``, and when the store itself cannot be read.
    @concurrent
    package static func mend(
        _ sandbox: String, in store: any StateStore, while goesOn: @escaping @Sendable () -> Bool = { true }
    ) async throws(StateStoreError) -> Outcome {
        let before: StateRepair?
        do {
            before = try await StateRepair(of: sandbox, in: store)
        } catch {
            // It may be an index that cannot be read.
            guard case .file(_, .damaged) = error else { throw error }
            before = nil
        }
        if let before, !before.isNeeded {
            return Outcome(version: before.readable, former: before.current, isIndexRebuilt: false, isCut: false)
        }
        let isIndexRebuilt: Bool
        do {
            isIndexRebuilt = try await store.rebuildIndexes(while: goesOn)
        } catch {
            // The rows may be whole: none is thrown away because an index does not lead to it.
            if case .file(_, .damaged) = error, let before { throw .cannotCut(sandbox: sandbox, version: before.readable) }
            throw error
        }
        let after = try await StateRepair(of: sandbox, in: store)
        try await after.cut(in: store, while: goesOn)
        return Outcome(
            version: after.readable, former: before?.current, isIndexRebuilt: isIndexRebuilt, isCut: after.isNeeded)
    }
}
