import JSONText
import NIOCore
import PBXInstructions
import TextFilters
import WorkerProtocol

extension TurnRecord {
    /// The record with every text of it passed through a filter.
    func filtered(by filter: some TextFilter) -> TurnRecord {
        TurnRecord(
            id: id, time: time, sandbox: sandbox, method: method, path: filter.url(path), query: filter.url(query),
            route: route.map(filter.text), bundle: bundle, outcome: outcome, isFallback: isFallback, status: status,
            requestBody: requestBody.filtered(filter.body), reply: reply.filtered(filter.body),
            findings: findings.map { $0.filtered(by: filter) },
            log: log.filteredLines(by: filter), patch: patch.filtered(filter.json), stateVersion: stateVersion,
            detail: detail.map(filter.text),
            place: place.map(filter.text), stack: stack.map(filter.text), near: near, durations: durations, runs: runs, cut: cut)
    }
}

extension HostEvent {
    func filtered(by filter: some TextFilter) -> HostEvent {
        var event = self
        event.message = filter.text(message)
        return event
    }
}

extension TurnFault {
    func filtered(by filter: some TextFilter) -> TurnFault {
        var fault = self
        fault.detail = filter.text(detail)
        fault.findings = findings.map { $0.filtered(by: filter) }
        for index in frames.indices {
            fault.frames[index].function = filter.text(frames[index].function)
            fault.frames[index].file = filter.text(frames[index].file)
        }
        return fault
    }
}

extension Finding {
    fileprivate func filtered(by filter: some TextFilter) -> Finding {
        Finding(
            severity, code, at: JSONPointer(pointer.tokens.map(filter.text)), filter.text(message), hint: hint.map(filter.text))
    }
}

extension ByteBuffer {
    fileprivate func filtered(_ filter: (RawSpan) -> [UInt8]?) -> ByteBuffer {
        withUnsafeReadableBytes { filter($0.bytes) }.map { ByteBuffer(bytes: $0) } ?? self
    }

    /// Packed log lines with their texts passed through a filter.
    fileprivate func filteredLines(by filter: some TextFilter) -> ByteBuffer {
        guard readableBytes > 0 else { return self }
        var lines = LogLines()
        for line in LogLines(packed: Array(readableBytesView)).lines { lines.append(line.level, utf8: filter.text(line.text).utf8) }
        return ByteBuffer(bytes: lines.packed)
    }
}
