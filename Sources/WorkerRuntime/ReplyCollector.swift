import ScriptEngine
import WorkerProtocol

/// What a turn leaves on its way: log lines, and its reply.
final class ReplyCollector {
    /// The lines of a turn that waits.
    struct Log {
        fileprivate(set) var lines = LogLines()
        fileprivate var isFull = false
    }

    private(set) var content = TurnReportContent()
    /// Whether the turn goes on later, so that there is no reply yet.
    private(set) var isSuspended = false
    /// Whether the reply or the change of state is larger than its limit, so that nothing of the turn may stay.
    private(set) var isTooLarge = false

    private var logLimit = 64 * 1024
    private var replyLimit = 1024 * 1024
    private var patchLimit = 4 * 1024 * 1024
    private var isLogFull = false
    /// What a script was told that tried to make the state too large.
    private var excess: String?
    private var line: [UInt8] = []

    /// Starts over for a turn.
    func begin() {
        content.reset()
        isTooLarge = false
        isSuspended = false
        isLogFull = false
        excess = nil
    }

    /// Goes on for a turn that has waited.
    func begin(with log: Log) {
        begin()
        content.log = log.lines
        isLogFull = log.isFull
    }

    /// `suspend()`
    func suspend() { isSuspended = true }

    /// The lines so far, for a turn that goes on later.
    var log: Log { Log(lines: content.log, isFull: isLogFull) }

    /// Starts over for a turn that waited and is not to go on.
    func end(_ ending: TurnReport.Ending, with log: Log) {
        begin(with: log)
        content.ending = ending
    }

    /// Starts over for a turn that comes too late to run.
    func expire() {
        begin()
        content.ending = .expired
    }

    /// Starts over for a bundle with limits of its own, in bytes.
    func begin(logLimit: Int, replyLimit: Int, patchLimit: Int) {
        self.logLimit = logLimit
        self.replyLimit = replyLimit
        self.patchLimit = patchLimit
        begin()
    }

    /// `log(level, text)`
    func log(_ call: borrowing HostCall) {
        let level = call.number(at: 0).flatMap { UInt8(exactly: $0) }.flatMap(LogLines.Level.init(rawValue:)) ?? .info
        line.removeAll(keepingCapacity: true)
        _ = call.utf8(at: 1, appendingTo: &line)
        logLine(level)
    }

    /// Logs a sentence of the worker's own.
    func log(_ level: LogLines.Level, _ text: String) {
        line.removeAll(keepingCapacity: true)
        line.append(contentsOf: text.utf8)
        logLine(level)
    }

    /// Appends the prepared line, as far as the turn's log may still grow.
    private func logLine(_ level: LogLines.Level) {
        guard !isLogFull else { return }
        let room = logLimit - content.log.packed.count
        if line.count <= room {
            content.log.append(level, utf8: line)
        } else {
            isLogFull = true
            let cut = String(decoding: line.prefix(max(room, 0)), as: UTF8.self)
            // By the sign a secret's beginning is known for what it is.
            content.log.append(level, utf8: "\(cut)…".utf8)
            content.log.append(.warning, utf8: "… the log of this turn is cut here: it may have \(logLimit) bytes".utf8)
        }
    }

    /// `reply(ending, status, headers, body, patch, slips)`
    func take(_ call: borrowing HostCall) {
        content.ending = call.number(at: 0).flatMap { UInt8(exactly: $0) }.flatMap(TurnReport.Ending.init(rawValue:)) ?? .nothing
        content.status = call.number(at: 1).flatMap { UInt16(exactly: $0) } ?? 200
        _ = call.utf8(at: 2, appendingTo: &content.headers)
        _ = call.utf8(at: 3, appendingTo: &content.body)
        _ = call.utf8(at: 4, appendingTo: &content.patch)
        _ = call.utf8(at: 5, appendingTo: &content.slips)
        if content.body.count > replyLimit {
            refuse(.replyTooLarge, "reply \(replyLimit) bytes exceeded: used \(content.body.count) bytes")
        } else if content.headers.count > ReportLimits.headers {
            refuse(.replyTooLarge, "the reply's headers have \(content.headers.count) bytes and may have \(ReportLimits.headers)")
        } else if content.slips.count > ReportLimits.slips {
            refuse(.replyTooLarge, "the reply is full of what JSON cannot hold, under names of \(content.slips.count) bytes")
        } else if content.patch.count > patchLimit {
            refuse(.changeTooLarge, "patch \(patchLimit) bytes exceeded: this request changed \(content.patch.count) bytes")
        }
    }

    private func refuse(_ ending: TurnReport.Ending, _ sentence: String) {
        isTooLarge = true
        fail(ending, ScriptFailure(name: "", message: sentence))
    }

    /// `exceeded(sentence)`: the state would be too large. The script may catch the error and go on with less.
    func noteExcess(_ call: borrowing HostCall) { excess = call.text(at: 0) }

    /// Makes the turn one that a script error ended.
    func fail(_ error: ScriptError, failure: ScriptFailure) {
        switch error {
        case .timedOut: fail(.exceededCPU, failure)
        case .thrown(let exception) where exception.message == excess:
            fail(.changeTooLarge, ScriptFailure(name: "", message: exception.message, frames: failure.frames))
        default: fail(.threw, failure)
        }
    }

    private func fail(_ ending: TurnReport.Ending, _ failure: ScriptFailure?) {
        let log = content.log
        isSuspended = false
        content.reset()
        content.log = log
        content.ending = ending
        content.failure = failure
    }
}
