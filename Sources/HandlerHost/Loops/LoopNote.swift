import Synchronization

/// What an event loop does at the moment, for the thread that watches it. Writing it is one store.
final class LoopNote: Sendable {
    private let value = Atomic<UInt64>(0)

    /// - Parameter sandbox: The number that the sandbox has for the watch.
    func begin(_ step: LoopStep, sandbox: UInt32) {
        value.store(1 << 63 | UInt64(step.rawValue) << 32 | UInt64(sandbox), ordering: .relaxed)
    }

    func end() { value.store(0, ordering: .relaxed) }

    /// Nil while the loop does nothing for a sandbox.
    var current: (step: LoopStep, sandbox: UInt32)? {
        let value = value.load(ordering: .relaxed)
        guard value != 0, let step = LoopStep(rawValue: UInt8(truncatingIfNeeded: value >> 32)) else { return nil }
        return (step, UInt32(truncatingIfNeeded: value))
    }
}
