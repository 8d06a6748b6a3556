import Synchronization

/// Does steps that may never come back, such as reading from a mount whose server is gone, for somebody who waits for each of them
/// no longer than a given time.
///
/// A step that takes longer is left behind with its thread. Its owner has no other step done until it comes back, so that an owner
/// keeps one thread at most; and there is a limit for all.
package final class StepThreads: Sendable {
    package enum Outcome<Value: Sendable>: Sendable {
        case done(Value)
        /// The step, or an earlier one of its owner, has not come back.
        case hangs
        /// There is no thread for the step: too many steps of others have not come back, or the system gives none.
        case noThread
    }

    private struct State {
        var hanging: Set<String> = []
        var idle: [StepThread] = []
    }

    package let patience: Duration
    private let limit: Int
    private let state = Mutex(State())

    /// - Parameters:
    ///   - limit: How many steps may be left behind.
    ///   - patience: How long a step is waited for.
    package init(limit: Int = 64, patience: Duration) {
        self.limit = limit
        self.patience = patience
    }

    deinit {
        for thread in state.withLock({ $0.idle }) { thread.dismiss() }
    }

    /// Has a step done by another thread and waits for it; blocks.
    ///
    /// - Parameter time: For how long at most; nil for ``patience``.
    package func run<Value: Sendable>(
        for owner: String, within time: Duration? = nil, _ step: @escaping @Sendable () -> Value
    ) -> Outcome<Value> {
        let (isFree, idle) = state.withLock { state -> (Bool?, StepThread?) in
            if state.hanging.contains(owner) { return (nil, nil) }
            return state.hanging.count < limit ? (true, state.idle.popLast()) : (false, nil)
        }
        guard let isFree else { return .hangs }
        guard isFree, let thread = idle ?? StepThread() else { return .noThread }
        let box = Box<Value>()
        let isDone = thread.run(within: time ?? patience) {
            let value = step()
            box.value.withLock { $0 = value }
        }
        if !isDone {
            state.withLock { _ = $0.hanging.insert(owner) }
            if thread.leave({ [weak self] in self?.state.withLock { _ = $0.hanging.remove(owner) } }) { return .hangs }
            state.withLock { _ = $0.hanging.remove(owner) }
        }
        state.withLock { $0.idle.append(thread) }
        return box.value.withLock { $0.take() }.map(Outcome.done) ?? .noThread
    }

    private final class Box<Value: Sendable>: Sendable {
        let value = Mutex<Value?>(nil)
    }
}
