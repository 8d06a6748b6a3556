/// Writes a state, and its history if that is asked for, as a ``StateArchive``, part by part.
package struct StateExport: Sendable {
    /// How many patches are read at once: any of them may be as large as the state.
    private static let pageLength = 64

    private let store: any StateStore
    private let sandbox: String
    package let version: Int64
    /// The version before the first patch of the history, nil for none.
    private let start: Int64?
    private var next: Int64
    private var hasBegun = false
    private var hasEnded = false

    /// Exports the newest version; an empty object as version 0 when nothing is stored.
    package init(of sandbox: String, withHistory: Bool, in store: any StateStore) async throws(StateStoreError) {
        self.store = store
        self.sandbox = sandbox
        version = try await store.version(of: sandbox)
        let oldest = try await store.oldestVersion(of: sandbox)
        start = withHistory && version > 0 ? (oldest > 1 ? oldest : 0) : nil
        next = (start ?? version) + 1
    }

    /// How many patches there are to write, and how many are written.
    package var progress: (done: Int, of: Int) {
        let start = start ?? version
        return (Int(next - start - 1), Int(version - start))
    }

    /// The next lines, each with its end; nil when there are no more.
    ///
    /// - Throws: ``StateStoreError/versionNotKept(sandbox:version:oldest:)`` when a version goes away meanwhile: what is
    ///   written by then cannot be imported.
    @concurrent
    package mutating func nextPart() async throws(StateStoreError) -> [UInt8]? {
        guard hasBegun else {
            hasBegun = true
            return try await beginning()
        }
        guard next <= version else {
            defer { hasEnded = true }
            return hasEnded ? nil : StateArchive.endLine(patches: progress.of)
        }
        let patches = try await store.patches(of: sandbox, after: next - 1, limit: min(Self.pageLength, Int(version - next + 1)))
        var lines: [UInt8] = []
        for patch in patches {
            guard patch.version == next else { break }
            lines += StateArchive.line(of: patch)
            next += 1
        }
        guard !lines.isEmpty else {
            throw .versionNotKept(sandbox: sandbox, version: next, oldest: try await store.oldestVersion(of: sandbox))
        }
        return lines
    }

    private func beginning() async throws(StateStoreError) -> [UInt8] {
        var lines = StateArchive.headLine(sandbox: sandbox, version: version, patches: progress.of)
        lines += StateArchive.line(of: try await store.content(of: sandbox, at: version))
        if let start, version > start {
            lines += StateArchive.line(of: try await store.content(of: sandbox, at: start), from: start)
        }
        return lines
    }
}
