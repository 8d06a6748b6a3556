import Synchronization

/// Lines from one connection, for one reader.
final class LineBox: Sendable {
    enum Item: Sendable, Equatable {
        case line(String)
        /// The waiting took as long as it may.
        case timeUp
        /// No line follows any more.
        case ended(AGIFault)
    }

    private struct Contents {
        var lines: [String] = []
        var end: AGIFault?
        var waiting: (ticket: Int, continuation: CheckedContinuation<Item, Never>)?
        var lastTicket = 0
    }

    private let contents = Mutex(Contents())
    /// How many lines may wait for the reader.
    private let limit: Int

    init(limit: Int) { self.limit = limit }

    /// Adds a line; false when there are too many, and then the box has ended. Behind the end lines are thrown away.
    func put(_ line: String) -> Bool {
        let (isKept, waiting) = contents.withLock { contents -> (Bool, CheckedContinuation<Item, Never>?) in
            guard contents.end == nil else { return (true, nil) }
            if let waiting = contents.waiting {
                contents.waiting = nil
                return (true, waiting.continuation)
            }
            guard contents.lines.count < limit else {
                contents.end = .flood
                return (false, nil)
            }
            contents.lines.append(line)
            return (true, nil)
        }
        waiting?.resume(returning: .line(line))
        return isKept
    }

    /// Says that no line follows; what has come is still read, unless the reason is the host's own end.
    func end(_ reason: AGIFault) {
        let waiting = contents.withLock { contents -> (CheckedContinuation<Item, Never>, AGIFault)? in
            let end = contents.end ?? reason
            contents.end = end
            if reason == .stopping { contents.lines = [] }
            guard let waiting = contents.waiting else { return nil }
            contents.waiting = nil
            return (waiting.continuation, end)
        }
        if let (continuation, reason) = waiting { continuation.resume(returning: .ended(reason)) }
    }

    /// The next line that has come already.
    func poll() -> Item? {
        contents.withLock { contents in
            if !contents.lines.isEmpty { return .line(contents.lines.removeFirst()) }
            return contents.end.map(Item.ended)
        }
    }

    /// Waits for a line. Ends early, with ``Item/timeUp``, when the task is cancelled or ``expire(_:)`` names the ticket.
    ///
    /// - Parameter begin: Told the ticket of this waiting before it begins.
    func next(_ begin: @Sendable (Int) -> Void = { _ in }) async -> Item {
        let ticket = contents.withLock { contents in
            contents.lastTicket += 1
            return contents.lastTicket
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let ready = contents.withLock { contents -> Item? in
                    if !contents.lines.isEmpty { return .line(contents.lines.removeFirst()) }
                    if let end = contents.end { return .ended(end) }
                    if Task.isCancelled { return .timeUp }
                    contents.waiting = (ticket, continuation)
                    return nil
                }
                if let ready { continuation.resume(returning: ready) } else { begin(ticket) }
            }
        } onCancel: {
            expire(ticket)
        }
    }

    /// Ends the waiting of that ticket, if it still goes on.
    func expire(_ ticket: Int) {
        let waiting = contents.withLock { contents -> CheckedContinuation<Item, Never>? in
            guard let waiting = contents.waiting, waiting.ticket == ticket else { return nil }
            contents.waiting = nil
            return waiting.continuation
        }
        waiting?.resume(returning: .timeUp)
    }
}
