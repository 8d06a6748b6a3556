import StateStore
import WorkerProtocol

/// A thread works on a large report of a worker, or takes large changes back, and has the shape of the worker's state meanwhile. What
/// the worker says behind it waits, so that reports take effect in the order in which they came.
struct ShapeWork {
    /// The number of the turn whose report is being checked; 0 for none, and when its run counts no more.
    var turn: UInt64
    var behind: [(event: WorkerFrameHandler.Event, processID: Int32)] = []
    /// What is to be taken back behind the work, the newest first.
    var undo: [TakenBack] = []
}

/// The changes of a turn that are to be taken back.
struct TakenBack: Sendable {
    let changes: [DocumentShape.Change]
    /// Whether they came in a large report.
    let isLarge: Bool
}
