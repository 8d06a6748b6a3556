import JSONText
import NIOCore
import PBXInstructions
import WorkerProtocol

/// Decides how a reported turn ended, on the bytes that will be sent.
struct ReplyJudge {
    let bundle: Bundle
    let limits: SandboxLimits

    /// - Parameter body: The report's frame, which its ranges refer to.
    /// - Returns: The verdict of a turn that went well, or the failure.
    func judge(_ report: TurnReport, in body: ByteBuffer) -> Result<TurnVerdict, TurnFault> {
        switch report.ending {
        case .returned: returned(report, body)
        case .sent: sent(report, body)
        case .nothing: .failure(TurnFault(.noReply, nothingSentence))
        case .threw: .failure(thrown(report.failure))
        case .exceededCPU:
            .failure(TurnFault(.exceededCPU, "cpu \(limits.cpu.text) exceeded: used \(report.cpu.text)"))
        case .unsettled:
            .failure(
                TurnFault(.noReply, "the handler's promise can never settle: it waits for something that nothing is left to do"))
        case .replyTooLarge:
            .failure(TurnFault(.invalidInstruction, report.failure?.message ?? "the reply is too large"))
        }
    }

    private var nothingSentence: String {
        bundle.routeStyle == .getsandbox
            ? "No body has been set in route, you must call one of .json(), .send() etc"
            : "the handler returned nothing and sent nothing: return an instruction such as { text: \"…\" }"
    }

    private func returned(_ report: TurnReport, _ body: ByteBuffer) -> Result<TurnVerdict, TurnFault> {
        let dialect = bundle.settings.dialect
        guard dialect == .none else { return instruction(report, body, headers: body.responseHeaders(report.headers)) }
        let slips = body.slips(report.slips)
        if let slip = slips.first(where: { $0.pointer == .root }) {
            let detail = "the handler returned a \(slip.kind.rawValue), which is no reply: return an object or a string"
            return .failure(TurnFault(.invalidInstruction, detail))
        }
        if let fault = unsendable(slips) { return .failure(fault) }
        return .success(plainReply(report, body, headers: body.responseHeaders(report.headers)))
    }

    /// A reply made with `res` is an instruction when it looks like one to a PBX: status 200 and JSON.
    private func sent(_ report: TurnReport, _ body: ByteBuffer) -> Result<TurnVerdict, TurnFault> {
        let headers = body.responseHeaders(report.headers)
        let isJSON = headers.contains { $0.name == "Content-Type" && $0.value.hasPrefix("application/json") }
        if bundle.settings.dialect != .none, report.status == 200, isJSON { return instruction(report, body, headers: headers) }
        return .success(plainReply(report, body, headers: headers))
    }

    private func instruction(
        _ report: TurnReport, _ body: ByteBuffer, headers: [(name: String, value: String)]
    ) -> Result<TurnVerdict, TurnFault> {
        let slips = body.slips(report.slips)
        let check = body.withUnsafeReadableBytes { bytes in
            bundle.settings.dialect.check(reply: UnsafeRawBufferPointer(rebasing: bytes[report.body]), slips: slips)
        }
        guard check.isAccepted else {
            let first = check.findings.first { $0.severity == .error }
            return .failure(
                TurnFault(.invalidInstruction, first.map(\.description) ?? "the reply is no instruction", findings: check.findings))
        }
        if let fault = unsendable(slips) { return .failure(fault) }
        var verdict = plainReply(report, body, headers: headers)
        verdict.findings = check.findings
        return .success(verdict)
    }

    /// JSON has no text at all for a value with a cycle or a BigInt in it; the bytes have null in its place.
    private func unsendable(_ slips: [ReplySlip]) -> TurnFault? {
        slips.first { $0.kind == .cycle || $0.kind == .bigint }.map { slip in
            TurnFault(.invalidInstruction, "\(slip.pointer) is a \(slip.kind.rawValue), which JSON cannot say: leave it out")
        }
    }

    private func plainReply(_ report: TurnReport, _ body: ByteBuffer, headers: [(name: String, value: String)]) -> TurnVerdict {
        var all = headers
        if !all.contains(where: { $0.name == "Content-Type" }) {
            all.append((name: "Content-Type", value: "application/json; charset=utf-8"))
        }
        all.append((name: "Ringbox-Outcome", value: Outcome.ok.rawValue))
        let content = body.part(report.body)
        return TurnVerdict(reply: TurnReply(status: Int(report.status), headers: all, body: content, outcome: .ok))
    }

    private func thrown(_ failure: ScriptFailure?) -> TurnFault {
        guard let failure else { return TurnFault(.threw, "the handler threw") }
        return TurnFault(.threw, failure.summary, frames: bundle.authored(failure.frames))
    }
}

/// Why a turn failed, before it is known what its caller gets instead.
struct TurnFault: Error {
    var outcome: Outcome
    var detail: String
    var findings: [Finding]
    var frames: [ScriptFailure.Frame]

    init(_ outcome: Outcome, _ detail: String, findings: [Finding] = [], frames: [ScriptFailure.Frame] = []) {
        self.outcome = outcome
        self.detail = detail
        self.findings = findings
        self.frames = frames
    }
}

extension TurnReport {
    fileprivate var cpu: Duration { .microseconds(cpuMicroseconds) }
}

extension ByteBuffer {
    /// A part of a frame's body, without copying it.
    func part(_ range: Range<Int>) -> ByteBuffer {
        getSlice(at: readerIndex + range.lowerBound, length: range.count) ?? ByteBuffer()
    }

    /// The header fields of a report. A worker that was taken over may send anything, so what is no header is left out.
    fileprivate func responseHeaders(_ range: Range<Int>) -> [(name: String, value: String)] {
        guard !range.isEmpty, let parsed = try? JSONValue(parsing: Array(part(range).readableBytesView)), let object = parsed.object
        else { return [] }
        return object.compactMap { name, value in
            guard let text = value.string, HeaderField.isName(name), HeaderField.isValue(text), !HeaderField.isReserved(name) else {
                return nil
            }
            return (name, text)
        }
    }

    fileprivate func slips(_ range: Range<Int>) -> [ReplySlip] {
        guard !range.isEmpty, let parsed = try? JSONValue(parsing: Array(part(range).readableBytesView)) else { return [] }
        return (parsed.array ?? []).compactMap { slip in
            guard let text = slip["pointer"]?.string, let pointer = try? JSONPointer(parsing: text),
                let kind = slip["kind"]?.string.flatMap(ReplySlip.Kind.init(rawValue:))
            else { return nil }
            return ReplySlip(kind, at: pointer)
        }
    }
}
