import Glibc
import HandlerHost
import JSONText
import SQLiteStateStore
import StateStore

/// The states of a data folder that no host has open.
struct StateFolder {
    let path: String

    /// Reads what is stored of a sandbox.
    ///
    /// - Throws: ``CommandFailure`` when nothing is.
    func reading<Value>(
        _ sandbox: String, _ body: (any StateStore) async throws -> Value
    ) async throws(CommandFailure) -> Value {
        try await open { store in
            guard try await store.version(of: sandbox) > 0 else {
                let known = try await store.sandboxes().joined(separator: ", ")
                let rest = known.isEmpty ? "nothing is stored there" : "there are \(known)"
                throw CommandFailure(.failure, "no state of \(sandbox) is stored in \(path); \(rest)")
            }
            return try await body(store)
        }
    }

    /// Edits the state of a sandbox and returns its version.
    func edit(
        _ sandbox: String, if condition: StateCondition, _ edit: StateEdit
    ) async throws(CommandFailure) -> Int {
        let time = Self.now
        return try await open { store in
            let editor = StateEditor(store: store, limit: SandboxLimits().state) { commit in
                await store.commit([commit]).first ?? .unavailable(.closed)
            }
            let version = try await editor.make(
                edit, of: sandbox, if: condition, turn: "by-hand-\(String(time, radix: 36))", time: time)
            return Int(version)
        }
    }

    /// Finds out what of a sandbox's journal can be read.
    func repair(_ sandbox: String) async throws(CommandFailure) -> StateRepair {
        try await open { store in try await StateRepair(of: sandbox, in: store) }
    }

    /// Makes the newest version of a state readable.
    func mend(_ sandbox: String) async throws(CommandFailure) -> StateRepair.Outcome {
        try await open { store in try await StateRepair.mend(sandbox, in: store) }
    }

    private func open<Value>(_ body: (SQLiteStateStore) async throws -> Value) async throws(CommandFailure) -> Value {
        guard access(path + "/" + SQLiteStateStore.fileName, F_OK) == 0 else {
            throw CommandFailure(.noInput, "\(path) is no data folder: name the one that \"ringbox serve\" uses with --data")
        }
        do {
            let store = try await openedStore()
            let result: Result<Value, any Error>
            do {
                result = .success(try await body(store))
            } catch {
                result = .failure(error)
            }
            await store.close()
            return try result.get()
        } catch let error as StateStoreError {
            if case .inUse = error, let failure = FolderLock.failure(of: path) { throw failure }
            throw CommandFailure(error)
        } catch let error as StateEditError {
            throw CommandFailure(error)
        } catch let failure as CommandFailure {
            throw failure
        } catch {
            throw CommandFailure(.failure, "\(error)")
        }
    }

    /// Opens the store. Another command may have it for a moment, which is waited for.
    private func openedStore() async throws -> SQLiteStateStore {
        let end = ContinuousClock.now + Self.patience
        while true {
            do throws(StateStoreError) {
                return try SQLiteStateStore(folder: path) { damage in
                    // What else the store goes on in spite of is the host's to tell: the answer is the same.
                    if case .damagedLog = damage { StandardError.print("ringbox: \(damage)") }
                }
            } catch {
                guard case .inUse = error, ContinuousClock.now < end else { throw error }
                try await Task.sleep(for: .milliseconds(20))
            }
        }
    }

    private static let patience = Duration.seconds(1)

    /// Milliseconds since 1970.
    private static var now: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
    }
}
