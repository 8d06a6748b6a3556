import HTTPText
package import JSONText
import StateStore

/// Reading states by hand. What is large is read and written on threads for that, away from the event loops and from the
/// threads that all tasks share.
extension HandlerHost {
    /// What of a state was asked for.
    package struct StateAnswer: Sendable {
        package let version: Int64
        /// JSON text; empty when the asker has it already.
        package let document: [UInt8]

        package var isUnchanged: Bool { document.isEmpty }
    }

    /// Reads the state of a sandbox, or a place in it.
    ///
    /// - Parameters:
    ///   - path: A JSON pointer; empty for all of it.
    ///   - version: A kept one; nil for the newest, which is an empty object as version 0 when nothing is stored.
    @concurrent
    package func state(
        of name: String, path: String = "", version: Int64? = nil, if conditions: StateConditions = StateConditions()
    ) async throws(StateRefusal) -> StateAnswer {
        try await reading(name) { store, sandbox in
            let condition = try conditions.condition()
            let pointer = try StatePlace.pointer(path)
            let chosen = if let version { version } else { try await store.version(of: sandbox) }
            guard condition.match?.contain(chosen) ?? true else { throw StateEditError.moved(current: chosen, condition) }
            if condition.noneMatch?.contain(chosen) ?? false { return StateAnswer(version: chosen, document: []) }
            let document = try await store.content(of: sandbox, at: chosen).document
            return StateAnswer(version: chosen, document: try StatePlace.value(at: pointer, in: document).bytes())
        }
    }

    /// What the versions of a state changed: the JSON text of an array, newest first.
    ///
    /// - Parameters:
    ///   - path: A JSON pointer: only what changed there, inside of it or around it.
    ///   - since: In milliseconds since 1970.
    ///   - before: Only older versions than this one.
    @concurrent
    package func stateHistory(
        of name: String, path: String = "", limit: Int, since: Int64? = nil, before: Int64? = nil
    ) async throws(StateRefusal) -> [UInt8] {
        try await reading(name) { store, sandbox in
            let query = StateHistoryQuery(path: try StatePlace.pointer(path), limit: limit, since: since, before: before)
            let entries = try await StateHistory(of: sandbox, in: store).entries(query)
            return JSONValue.array(entries.map(\.json)).bytes()
        }
    }

    /// What leads from one version of a state to another one: the JSON text of a ``StateDifference``.
    ///
    /// - Parameter last: Nil for the newest.
    @concurrent
    package func stateDifference(of name: String, from first: Int64, to last: Int64?) async throws(StateRefusal) -> [UInt8] {
        try await reading(name) { store, sandbox in
            try await StateDifference(of: sandbox, from: first, to: last, in: store).json.bytes()
        }
    }

    /// What happens to a state.
    ///
    /// - Parameters:
    ///   - path: A JSON pointer: only what changes there, inside of it or around it.
    ///   - version: Only what comes after it; nil for what comes from here on.
    package func stateFeed(of name: String, path: String = "", after version: Int64?) async throws(StateRefusal) -> StateFeed {
        try await reading(name) { store, sandbox in
            let current = try await store.version(of: sandbox)
            let first = version ?? current
            guard first <= current else { throw StateStoreError.noSuchVersion(sandbox: sandbox, version: first, current: current) }
            let oldest = try await store.oldestVersion(of: sandbox)
            guard first >= oldest || oldest <= 1 else {
                throw StateStoreError.versionNotKept(sandbox: sandbox, version: first, oldest: oldest)
            }
            let query = StateHistoryQuery(path: try StatePlace.pointer(path))
            return StateFeed(
                sandbox: sandbox, query: query, first: first, store: store, signal: services.signal,
                executor: services.reading.executor(for: SandboxName(sandbox)))
        }
    }

    /// What of a state's journal can be read, as ``StateRepair/json``.
    @concurrent
    package func stateRepair(of name: String) async throws(StateRefusal) -> JSONValue {
        try await reading(name) { store, sandbox in try await StateRepair(of: sandbox, in: store).json }
    }

    /// A state as a file, part by part.
    package func stateExport(of name: String, withHistory: Bool) async throws(StateRefusal) -> StateExportFeed {
        try await reading(name) { store, sandbox in
            try await StateExportFeed(
                StateExport(of: sandbox, withHistory: withHistory, in: store),
                executor: services.reading.executor(for: SandboxName(sandbox)))
        }
    }

    private func reading<Value: Sendable>(
        _ name: String, _ body: @Sendable (any StateStore, String) async throws -> Value
    ) async throws(StateRefusal) -> Value {
        do {
            let known = try await readableName(name)
            // A state that nobody has opened yet has no seed.
            try await settled(known)
            let (store, executor) = (services.store, services.reading.executor(for: known))
            return try await withTaskExecutorPreference(executor) { try await body(store, known.text) }
        } catch let error as StateEditError {
            throw StateRefusal(error)
        } catch let error as StateStoreError {
            throw StateRefusal(error)
        } catch let error as StateRefusal {
            throw error
        } catch {
            throw StateRefusal(.unavailable, "\(error)")
        }
    }

    /// Returns when the seed of a sandbox is known, if it has one.
    func settled(_ name: SandboxName) async throws(StateRefusal) {
        guard await settle(name) else {
            throw StateRefusal(.unavailable, "\(name) is still loading, and too many wait for it already: ask again later")
        }
    }

    /// The name of a sandbox, or of one that is gone and has left its state.
    private func readableName(_ text: String) async throws -> SandboxName {
        if let name = SandboxName(text), directory[name] == nil, try await services.store.version(of: name.text) > 0 { return name }
        return try knownName(text)
    }

    func knownName(_ text: String) throws(StateEditError) -> SandboxName {
        guard let name = SandboxName(text), directory[name] != nil else {
            throw .noSuchSandbox(text, nearest: directory.names(like: text))
        }
        return name
    }
}
