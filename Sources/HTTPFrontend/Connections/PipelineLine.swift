import NIOCore
import Synchronization

/// The connections of one event loop on which requests wait behind the one that was answered last (pipelining).
///
/// They go on in turn, a few of them at once. Without that a connection that has sent thousands of requests would have the loop for
/// itself until all of them are answered.
final class PipelineLine {
    /// How many requests are taken at once, and the pause until the next ones, in which the loop serves all others.
    private static let takenAtOnce = 4
    private static let pause = TimeAmount.milliseconds(1)

    private let loop: any EventLoop
    private var waiting = CircularBuffer<ConnectionGate>()
    private var isMoving = false

    fileprivate init(_ loop: any EventLoop) { self.loop = loop }

    /// Has a connection go on when it is its turn; called on the loop.
    func join(_ gate: ConnectionGate) {
        waiting.append(gate)
        if !isMoving { moveLater() }
    }

    private func moveLater() {
        isMoving = true
        loop.assumeIsolated().scheduleTask(in: Self.pause) { self.move() }
    }

    private func move() {
        for _ in 0..<Self.takenAtOnce { waiting.popFirst()?.goOn() }
        if waiting.isEmpty { isMoving = false } else { moveLater() }
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
