import WorkerProtocol

/// A large report that is being checked away from the event loop, and what its worker said behind it. All of it waits, so that reports
/// take effect in the order in which they came.
struct LargeReport {
    /// The turn's number; 0 when its run counts no more.
    var turn: UInt64
    var behind: [(event: WorkerFrameHandler.Event, processID: Int32)] = []
}
