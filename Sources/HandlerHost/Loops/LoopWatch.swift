import ChildPrograms
import Glibc
import NIOCore
import Synchronization

/// Watches the event loops from a thread of its own: what holds one up holds up every sandbox and connection on it.
///
/// Each loop is given nothing to do 50 times a second, and how late it comes to that is its delay.
final class LoopWatch: Sendable {
    /// From which delay on a loop has stood still.
    static let stall = Duration.milliseconds(50)
    /// After which time a stall is told while it lasts.
    static let longStall = Duration.seconds(1)
    private static let pauseMicroseconds: UInt32 = 20_000
    /// Stalls of all loops together are told this often at most; all are counted.
    private static let tellingInterval = Duration.seconds(1)

    private struct State {
        var isRunning = false
        var names: [UInt32: String] = [:]
        var lastSandbox: UInt32 = 0
        var lastTold: ContinuousClock.Instant?
    }
    private let loops: [WatchedLoop]
    private let state = Mutex(State())
    private let tell: @Sendable (_ sandbox: String?, _ sentence: String) -> Void

    /// - Parameter tell: Told on the watch's thread of each stall that was the host's own, and of each that lasts for ``longStall``,
    ///   whatever its cause is.
    init(_ group: any EventLoopGroup, tell: @escaping @Sendable (_ sandbox: String?, _ sentence: String) -> Void) {
        loops = group.makeIterator().enumerated().map { WatchedLoop($1, number: $0 + 1) }
        self.tell = tell
    }

    var reports: [LoopReport] { loops.map(\.report) }

    /// Where what a loop does is noted.
    func note(of loop: any EventLoop) -> LoopNote { loops.first { $0.loop === loop }?.note ?? LoopNote() }

    /// A number by which notes name a sandbox.
    func number(of sandbox: String) -> UInt32 {
        state.withLock { state in
            state.lastSandbox &+= 1
            state.names[state.lastSandbox] = sandbox
            return state.lastSandbox
        }
    }

    func forget(_ sandbox: UInt32) { state.withLock { $0.names[sandbox] = nil } }

    /// Watches until ``stop()``.
    func start() {
        state.withLock { $0.isRunning = true }
        let isStarted = BlockingThread.startIfPossible {
            while self.state.withLock({ $0.isRunning }) {
                self.look()
                // The thread does nothing else.
                usleep(Self.pauseMicroseconds)
            }
        }
        if !isStarted { tell(nil, "the event loops are not watched: the system refused a thread") }
    }

    func stop() { state.withLock { $0.isRunning = false } }

    private func look() {
        let now = ContinuousClock.now
        for loop in loops {
            guard let stall = loop.look(at: now) else { continue }
            let (name, isTold) = state.withLock { state in
                let isTold = state.lastTold.map { $0.advanced(by: Self.tellingInterval) <= now } ?? true
                if isTold { state.lastTold = now }
                return (stall.seen.flatMap { state.names[$0.sandbox] }, isTold)
            }
            let sentence = stall.sentence(sandbox: name)
            loop.keep(sentence)
            if isTold { tell(name, sentence) }
        }
    }
}
