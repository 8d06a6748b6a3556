import WorkerProtocol

/// A worker between its start and its service, and whoever waits for the bundle to load in it.
final class Candidate {
    let worker: Worker
    private var waiter: CheckedContinuation<Result<LoadReport, LoadFault>, Never>?
    /// Set when the worker ended while nobody waited.
    private var end: LoadFault?

    init(worker: Worker) {
        self.worker = worker
    }

    func wait(_ continuation: CheckedContinuation<Result<LoadReport, LoadFault>, Never>) {
        if let end {
            continuation.resume(returning: .failure(end))
        } else {
            waiter = continuation
        }
    }

    /// Hands a result to whoever waits, once.
    func resolve(_ result: Result<LoadReport, LoadFault>) {
        if let waiter {
            self.waiter = nil
            waiter.resume(returning: result)
        } else if case .failure(let fault) = result {
            end = fault
        }
    }
}
