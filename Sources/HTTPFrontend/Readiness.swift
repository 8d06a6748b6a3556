import Synchronization

/// Whether the host has come into operation, for those who wait for it and those who only ask.
package final class Readiness: Sendable {
    private struct State {
        var isReady = false
        var waiting: [@Sendable () -> Void] = []
    }

    private let state = Mutex(State())

    package init() {}

    package var isReady: Bool { state.withLock { $0.isReady } }

    /// Says that the host is ready. Further calls do nothing.
    package func announce() {
        let waiting = state.withLock { state in
            state.isReady = true
            defer { state.waiting = [] }
            return state.waiting
        }
        for action in waiting { action() }
    }

    /// Calls `action` once, when the host is ready: at once if it is.
    package func whenReady(_ action: @escaping @Sendable () -> Void) {
        let isReady = state.withLock { state in
            if !state.isReady { state.waiting.append(action) }
            return state.isReady
        }
        if isReady { action() }
    }

    /// A sequence without elements that ends when the host is ready.
    package var signal: AsyncStream<Never> {
        let (stream, continuation) = AsyncStream<Never>.makeStream()
        whenReady { continuation.finish() }
        return stream
    }
}
