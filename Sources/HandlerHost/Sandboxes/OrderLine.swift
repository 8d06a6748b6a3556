/// The orders that a sandbox has to carry out, and whether somebody does.
struct OrderLine {
    enum Next {
        case order(SandboxOrder)
        /// Nothing is left to do.
        case nothing
        /// Nothing is left, and nothing will come.
        case end
    }

    private var orders: [SandboxOrder] = []
    /// Whether somebody was told that there are orders.
    private var isAwake = false
    private var isWorking = false
    private var hasEnded = false
    var isClosed = false

    /// - Returns: Whether the order will be carried out, and whether somebody has to be told.
    mutating func append(_ order: SandboxOrder) -> (isTaken: Bool, isAsleep: Bool) {
        guard !isClosed else { return (false, false) }
        orders.append(order)
        defer { isAwake = true }
        return (true, !isAwake)
    }

    /// Says that somebody carries the orders out; false when somebody does already.
    mutating func begin() -> Bool {
        guard !isWorking else { return false }
        isWorking = true
        return true
    }

    /// The next order. Without one nobody works from here on.
    mutating func next() -> Next {
        if !orders.isEmpty { return .order(orders.removeFirst()) }
        isWorking = false
        isAwake = false
        guard isClosed, !hasEnded else { return .nothing }
        hasEnded = true
        return .end
    }
}
