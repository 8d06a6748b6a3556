import ChildPrograms
import NIOCore
import StateStore
import WorkerProtocol

/// A worker between its start and its service, and whoever waits for the bundle to load in it.
final class Candidate {
    let worker: Worker
    private let limits: SandboxLimits
    private var waiter: CheckedContinuation<Result<LoadReport, LoadFault>, Never>?
    /// Why the worker ended while nobody waited for it: it must not begin to serve then, as nobody is told of its end any more.
    private(set) var end: LoadFault?
    private var isReady = false
    /// Whether the worker has to say what came of a load order.
    private var isAsked = false

    /// - Parameter limits: Of the bundle that the worker is to load.
    init(worker: Worker, limits: SandboxLimits) {
        self.worker = worker
        self.limits = limits
    }

    /// Has the worker load a bundle. What it is sent may be large, and is written on a thread of its own.
    func load(_ bundle: Bundle, from stored: StoredState?) {
        isAsked = true
        let send = worker.sendingAnywhere
        BlockingThread.start {
            let state = stored.map { StateTexts($0) } ?? StateTexts()
            // The worker begins with the first piece while the next ones are written.
            for piece in StatePiece.pieces(of: state.document) { send { piece.encode(into: &$0) } }
            let order = bundle.loadOrder(state: state)
            send { order.encode(into: &$0) }
        }
    }

    func wait(_ continuation: CheckedContinuation<Result<LoadReport, LoadFault>, Never>) {
        if let end {
            continuation.resume(returning: .failure(end))
        } else {
            waiter = continuation
        }
    }

    /// Takes what the worker says: first that it is ready, then, each time it was asked to load, what came of it.
    ///
    /// - Returns: Reads what came of a load; nil for another frame. ``resolve(_:)`` is to get the result.
    func heard(_ kind: WorkerFrameKind, _ body: ByteBuffer) throws(FrameError) -> (@Sendable () -> Result<LoadReport, FrameError>)? {
        switch kind {
        case .ready where !isReady:
            // What it lacks was told when the host started.
            _ = try body.decoded { bytes throws(FrameError) in try ReadyReport(decoding: bytes) }
            isReady = true
            return nil
        case .loaded where isReady && isAsked, .loadFailed where isReady && isAsked:
            isAsked = false
            return { [limits] in
                Result { () throws(FrameError) in
                    let report = try body.decoded { bytes throws(FrameError) in
                        try LoadReport(decoding: bytes, failed: kind == .loadFailed)
                    }
                    try report.check(patchLimit: limits.patch, logLimit: limits.log)
                    return report
                }
            }
        case .ready, .loaded, .loadFailed, .turnEnded: throw .outOfOrder("a frame of the kind \(kind)")
        }
    }

    /// Hands a result to whoever waits, once.
    func resolve(_ result: Result<LoadReport, LoadFault>) {
        if let waiter {
            self.waiter = nil
            waiter.resume(returning: result)
        } else if end == nil, case .failure(let fault) = result {
            // The first reason counts: a worker that is killed because the sandbox ends, ends by that.
            end = fault
        }
    }
}
