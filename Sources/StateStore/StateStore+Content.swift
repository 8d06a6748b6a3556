extension StateStore {
    /// What the sandbox's state was at `version`; at 0 it is empty.
    ///
    /// - Throws: What ``load(_:at:)`` and ``StoredState/content(while:)`` throw.
    package func content(
        of sandbox: String, at version: Int64, while goesOn: @escaping @Sendable () -> Bool = { true }
    ) async throws(StateStoreError) -> StateContent {
        guard version == 0 else { return try await load(sandbox, at: version).content(while: goesOn) }
        let oldest = try await oldestVersion(of: sandbox)
        guard oldest <= 1 else { throw .versionNotKept(sandbox: sandbox, version: 0, oldest: oldest) }
        return StateContent()
    }
}
