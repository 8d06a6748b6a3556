import Glibc
import HandlerHost
import JSONText
import SQLiteStateStore
import StateStore

/// The states of a data folder that no host has open.
struct StateFolder {
    let path: String

    /// The state of a sandbox.
    ///
    /// - Throws: ``CommandFailure`` when nothing is stored for it.
    func document(of sandbox: String) async throws(CommandFailure) -> JSONValue {
        try await open { store throws(StateStoreError) in
            if let stored = try await store.load(sandbox) { return .success(try stored.document()) }
            let known = try await store.sandboxes().joined(separator: ", ")
            let rest = known.isEmpty ? "nothing is stored there" : "there are \(known)"
            return .failure(CommandFailure(.failure, "no state of \(sandbox) is stored in \(path); \(rest)"))
        }
    }

    /// Makes a document the state of a sandbox and returns its version.
    func replace(_ sandbox: String, with document: [UInt8], cause: String) async throws(CommandFailure) -> Int {
        do {
            try StateDocument.check(document, limit: SandboxLimits().state)
        } catch {
            throw CommandFailure(.failure, error.description)
        }
        let patch = Array(#"[{"op":"replace","path":"","value":"#.utf8) + document + Array("}]".utf8)
        let time = Self.now
        return try await open { store throws(StateStoreError) in
            let version = try await store.version(of: sandbox) + 1
            let commit = StateCommit(
                sandbox: sandbox, version: version, patch: patch, turn: "\(cause)-\(time)-\(version)", cause: cause, time: time)
            switch await store.commit([commit]).first {
            case .committed: return .success(Int(version))
            case .unavailable(let error): throw error
            // Nobody else can write: the folder is locked.
            case .conflict, nil:
                return .failure(CommandFailure(.failure, "the state of \(sandbox) was changed at the same time: try again"))
            }
        }
    }

    private func open<Value>(
        _ body: (SQLiteStateStore) async throws(StateStoreError) -> Result<Value, CommandFailure>
    ) async throws(CommandFailure) -> Value {
        guard access(path + "/" + SQLiteStateStore.fileName, F_OK) == 0 else {
            throw CommandFailure(.noInput, "\(path) is no data folder: name the one that \"ringbox serve\" uses with --data")
        }
        let result: Result<Value, CommandFailure>
        do throws(StateStoreError) {
            // What the store goes on in spite of is the host's to tell: the answer is the same.
            let store = try SQLiteStateStore(folder: path) { _ in }
            do throws(StateStoreError) {
                result = try await body(store)
            } catch {
                await store.close()
                throw error
            }
            await store.close()
        } catch {
            throw CommandFailure(error)
        }
        return try result.get()
    }

    /// Milliseconds since 1970.
    private static var now: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
    }
}
