import NIOCore
import Synchronization

/// Something to do on an event loop after a while, unless it is cancelled before.
final class Timer: Sendable {
    private let scheduled = Mutex<Scheduled<Void>?>(nil)

    /// To be called once.
    func start(_ loop: any EventLoop, _ time: Duration, _ action: @escaping @Sendable () -> Void) {
        let task = loop.scheduleTask(in: TimeAmount(time), action)
        scheduled.withLock { $0 = task }
    }

    func cancel() { scheduled.withLock { $0?.cancel() } }
}
