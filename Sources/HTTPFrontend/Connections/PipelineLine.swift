import NIOCore
import Synchronization

/// The connections of one event loop on which requests wait behind the one that was answered last (pipelining).
///
/// They go on in turn, a few of them at once. Without that a connection that has sent thousands of requests would have the loop for
/// itself until all of them are answered.
final class PipelineLine {
    /// How many requests are taken at once, and the least pause until the next ones, in which the loop serves all others.
    private static let takenAtOnce = 4
    private static let pause = TimeAmount.milliseconds(1)
    /// Loop ticks that a request needs, at most, before it is answered or handed to another thread.
    private static let steps = 10

    private let loop: any EventLoop
    private let now: () -> NIODeadline
    private var waiting = CircularBuffer<() -> Void>()
    private var isMoving = false

    /// - Parameter now: The time.
    init(_ loop: any EventLoop, now: @escaping () -> NIODeadline = NIODeadline.now) {
        self.loop = loop
        self.now = now
    }

    /// Has a connection go on when it is its turn; called on the loop.
    func join(_ goOn: @escaping () -> Void) {
        waiting.append(goOn)
        if !isMoving { moveLater(Self.pause) }
    }

    private func moveLater(_ pause: TimeAmount) {
        isMoving = true
        loop.assumeIsolated().scheduleTask(in: pause) { self.move() }
    }

    private func move() {
        let start = now()
        for _ in 0..<Self.takenAtOnce { waiting.popFirst()?() }
        rest(behind: Self.steps, since: start)
    }

    /// Begins the pause when the loop has done what the requests gave it to do. It is as long as that took: a loop that always had
    /// something due would look at no connection.
    private func rest(behind steps: Int, since start: NIODeadline) {
        loop.assumeIsolated().execute {
            guard steps == 0 else { return self.rest(behind: steps - 1, since: start) }
            if self.waiting.isEmpty { self.isMoving = false } else { self.moveLater(max(Self.pause, self.now() - start)) }
        }
    }
}

/// The lines of all event loops of a server.
final class PipelineLines: Sendable {
    private let lines = Mutex<[ObjectIdentifier: NIOLoopBound<PipelineLine>]>([:])

    /// The line of an event loop; called on it.
    func line(of loop: any EventLoop) -> PipelineLine {
        lines.withLock { lines in
            if let line = lines[ObjectIdentifier(loop)] { return line }
            let line = NIOLoopBound(PipelineLine(loop), eventLoop: loop)
            lines[ObjectIdentifier(loop)] = line
            return line
        }.value
    }
}
