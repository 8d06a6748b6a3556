import ChildPrograms
import Glibc
import NIOCore
import NIOPosix
import WorkerProtocol

/// A worker in use: frames in both directions, on one event loop.
///
/// Everything but ``kill()`` belongs to that event loop.
final class Worker {
    /// Tells workers of one sandbox apart, since frames of a killed one may still arrive.
    let number: Int
    let processID: pid_t
    /// The entry that the CPU clock was read for last, and what it said then.
    var cpuMark: (entry: UInt64, time: Duration) = (0, .zero)
    /// The shape of the state that the worker has.
    var shape = WorkerShape()

    private let progress: ProgressPage
    private let channel: any Channel
    private var outgoing = FrameEncoder()
    private var isFlushScheduled = false
    private(set) var isKilled = false
    private var hasLowPriority = false

    private init(number: Int, process: WorkerProcess, channel: any Channel) {
        self.number = number
        processID = process.processID
        progress = process.progress
        self.channel = channel
    }

    /// Takes a started process over.
    ///
    /// - Parameters:
    ///   - lengthLimit: The longest frame that the worker may send, in bytes.
    ///   - receive: Called on `loop` with everything that the worker says.
    ///   - completion: Called on `loop`.
    static func adopt(
        _ process: WorkerProcess, number: Int, on loop: any EventLoop, lengthLimit: Int,
        receive: @escaping @Sendable (WorkerFrameHandler.Event) -> Void,
        completion: @escaping @Sendable (Result<WorkerChannel, any Error>) -> Void
    ) {
        ClientBootstrap(group: loop)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(WorkerFrameHandler(lengthLimit: lengthLimit, receive: receive))
                }
            }
            .channelOption(.maxMessagesPerRead, value: 8)
            .withConnectedSocket(process.socket)
            .whenComplete { result in
                completion(result.map { WorkerChannel(number: number, process: process, channel: $0) })
            }
    }

    /// - Parameter adopted: What ``adopt(_:number:on:receive:completion:)`` handed over; call on its event loop.
    convenience init(_ adopted: WorkerChannel) {
        self.init(number: adopted.number, process: adopted.process, channel: adopted.channel)
    }

    /// The number of the turn that the worker says it has begun last, 0 before the first.
    var begun: UInt64 { progress.begun }

    /// The number of the turn that the worker says it runs, 0 for none.
    var running: UInt64 { progress.running }

    /// How often the worker says it began to run something.
    var entries: UInt64 { progress.entries }

    /// Appends frames; they leave together at the end of the event loop's present round.
    func send(_ write: (inout FrameEncoder) -> Void) {
        write(&outgoing)
        guard !isFlushScheduled else { return }
        isFlushScheduled = true
        channel.eventLoop.assumeIsolated().execute { self.flush() }
    }

    /// Appends a frame whose end is a large text, which is not copied.
    func send(_ write: (inout FrameEncoder) -> Void, followedBy text: ByteBuffer) {
        write(&outgoing)
        flush()
        channel.writeAndFlush(text, promise: nil)
    }

    /// Sends a frame from any thread, before those that ``send(_:)`` gets afterwards.
    var sendingAnywhere: @Sendable (_ write: (inout FrameEncoder) -> Void) -> Void {
        { [channel] write in
            var encoder = FrameEncoder()
            write(&encoder)
            channel.writeAndFlush(ByteBuffer(bytes: encoder.bytes), promise: nil)
        }
    }

    /// Lets the host and other workers come first from now on. It cannot be taken back: raising a priority takes privileges.
    func lowerPriority() {
        guard !hasLowPriority else { return }
        hasLowPriority = true
        ChildPriority.lower(group: processID)
    }

    /// Ends the process at once; its socket closes.
    func kill() {
        guard !isKilled else { return }
        isKilled = true
        Glibc.kill(processID, SIGKILL)
    }

    private func flush() {
        isFlushScheduled = false
        guard !outgoing.isEmpty else { return }
        channel.writeAndFlush(ByteBuffer(bytes: outgoing.bytes), promise: nil)
        if outgoing.bytes.count > ComputingPool.largeText { outgoing = FrameEncoder() } else { outgoing.removeAll() }
    }
}
