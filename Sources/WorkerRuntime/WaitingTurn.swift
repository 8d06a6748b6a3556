import WorkerProtocol

/// What the worker keeps of a turn that waits for something.
struct WaitingTurn {
    let number: UInt64
    /// CPU time that the turn may use in all its entries, in microseconds.
    let budgetMicroseconds: UInt32
    /// CPU time that its entries have used, in nanoseconds.
    var cpuNanoseconds: UInt64 = 0
    var log = ReplyCollector.Log()

    /// What is left of the CPU time; more than nothing, so that the engine finds out what is used up.
    var budget: Duration {
        .microseconds(max(1, Int64(budgetMicroseconds) - Int64(cpuNanoseconds / 1_000)))
    }
}
