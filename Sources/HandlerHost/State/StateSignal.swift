import Synchronization

/// Wakes those who wait for the next version of a state.
///
/// Knows what this host stores: who shares a store with other hosts has to look for theirs too.
final class StateSignal: Sendable {
    private struct Watched {
        var version: Int64 = 0
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let sandboxes = Mutex<[String: Watched]>([:])

    /// Says that a version is stored.
    func note(_ sandbox: String, _ version: Int64) {
        let waiting = sandboxes.withLock { sandboxes in
            // Nobody has asked for it yet.
            guard sandboxes[sandbox] != nil else { return [CheckedContinuation<Void, Never>]() }
            sandboxes[sandbox]?.version = version
            return Self.takeWaiting(sandbox, &sandboxes)
        }
        for waiter in waiting { waiter.resume() }
    }

    /// Begins to remember the versions of a sandbox.
    func begin(_ sandbox: String) {
        sandboxes.withLock { if $0[sandbox] == nil { $0[sandbox] = Watched() } }
    }

    /// Returns when a version over `version` has been noted since ``begin(_:)``, or when the task is cancelled.
    func wait(for sandbox: String, after version: Int64) async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isNews = sandboxes.withLock { sandboxes in
                    if Task.isCancelled || sandboxes[sandbox, default: Watched()].version > version { return true }
                    sandboxes[sandbox, default: Watched()].waiting.append(continuation)
                    return false
                }
                if isNews { continuation.resume() }
            }
        } onCancel: {
            let waiting = sandboxes.withLock { Self.takeWaiting(sandbox, &$0) }
            for waiter in waiting { waiter.resume() }
        }
    }

    private static func takeWaiting(
        _ sandbox: String, _ sandboxes: inout [String: Watched]
    ) -> [CheckedContinuation<Void, Never>] {
        defer { sandboxes[sandbox]?.waiting = [] }
        return sandboxes[sandbox]?.waiting ?? []
    }
}
