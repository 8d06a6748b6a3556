import Synchronization

/// The sandboxes in operation, by name.
final class SandboxDirectory: Sendable {
    private let sandboxes = Mutex<[SandboxName: LiveSandbox]>([:])

    subscript(name: SandboxName) -> LiveSandbox? {
        get { sandboxes.withLock { $0[name] } }
        set { sandboxes.withLock { $0[name] = newValue } }
    }

    var all: [LiveSandbox] { sandboxes.withLock { Array($0.values) } }

    var names: [String] { sandboxes.withLock { $0.keys.map(\.text) }.sorted() }
}
