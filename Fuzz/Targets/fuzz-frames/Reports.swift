import FuzzSupport
import HandlerHost
import WorkerProtocol

/// Decodes what a worker says.
func readReport(_ kind: WorkerFrameKind, _ body: UnsafeRawBufferPointer) {
    switch kind {
    case .ready: readReadyReport(body)
    case .loaded: readLoadReport(body, failed: false)
    case .loadFailed: readLoadReport(body, failed: true)
    case .turnEnded: readTurnReport(body)
    }
}

private func readReadyReport(_ body: UnsafeRawBufferPointer) {
    guard let report = try? ReadyReport(decoding: body) else { return }
    hold(encoded { report.encode(into: &$0) } == Array(body), "the ready report does not encode to what it was: \(report)")
}

private func readLoadReport(_ body: UnsafeRawBufferPointer, failed: Bool) {
    guard let report = try? LoadReport(decoding: body, failed: failed) else { return }
    readLog(report.log)
    hold((report.failure != nil) == failed, "a failure where none was announced, or the other way round")
    let again = encoded { report.encode(into: &$0) }.withUnsafeBytes { try? LoadReport(decoding: $0, failed: failed) }
    hold(again == report, "the load report does not read back: \(report)")
    if (try? report.check(patchLimit: 1 << 20, logLimit: 1 << 10)) != nil { readRoutes(report) }
}

private func readTurnReport(_ body: UnsafeRawBufferPointer) {
    guard let report = try? TurnReport(decoding: body) else { return }
    var end = 0
    for range in [report.headers, report.body, report.patch, report.slips, report.log] {
        hold(range.lowerBound >= end && range.upperBound <= body.count, "\(range) is out of order, or out of \(body.count) bytes")
        end = range.upperBound
    }
    let log = LogLines(packed: Array(body[report.log]))
    readLog(log)
    let limits = SandboxLimits()
    if (try? report.check(in: body, replyLimit: limits.reply, patchLimit: limits.patch, logLimit: limits.log)) != nil {
        hold((200...599).contains(report.status), "the status \(report.status)")
        hold(report.ending.isReply || report.body.isEmpty && report.patch.isEmpty, "a reply or a change of a turn that has none")
        hold(log.lines.reduce(0) { $0 + 5 + $1.text.utf8.count } >= log.packed.count, "a log with more behind its lines")
        judge(report, body)
    }
    var content = TurnReportContent()
    content.ending = report.ending
    content.status = report.status
    content.headers = Array(body[report.headers])
    content.body = Array(body[report.body])
    content.patch = Array(body[report.patch])
    content.slips = Array(body[report.slips])
    content.log = log
    content.failure = report.failure
    let frame = encoded { content.encode(number: report.number, cpuMicroseconds: report.cpuMicroseconds, into: &$0) }
    hold(frame.withUnsafeBytes { try? TurnReport(decoding: $0) } == report, "the turn report does not read back: \(report)")
}

/// The lines are those at the beginning of what was packed, and pack to themselves.
private func readLog(_ log: LogLines) {
    var again = LogLines()
    for (level, text) in log.lines { again.append(level, utf8: text.utf8) }
    let lines = again.lines
    hold(
        lines.count == log.lines.count && zip(lines, log.lines).allSatisfy { $0.level == $1.level && haveSameBytes($0.text, $1.text) },
        "the log does not read back")
}

/// The body of the frame that `write` writes.
func encoded(_ write: (inout FrameEncoder) -> Void) -> [UInt8] {
    var encoder = FrameEncoder()
    write(&encoder)
    return Array(encoder.bytes.dropFirst(Frame.headerLength))
}
