import JSONText
import NIOCore
import PBXInstructions
import WorkerProtocol

/// Decides how a reported turn ended, on the bytes that will be sent.
struct ReplyJudge {
    let bundle: Bundle
    let limits: SandboxLimits

    /// - Parameters:
    ///   - parts: The report's JSON.
    ///   - body: The report's frame, which its ranges refer to.
    /// - Returns: The verdict of a turn that went well, or the failure.
    func judge(_ report: TurnReport, _ parts: ReportParts, in body: ByteBuffer) -> Result<TurnVerdict, TurnFault> {
        switch report.ending {
        case .returned: returned(report, parts, body)
        case .sent: sent(report, parts, body)
        case .nothing: .failure(TurnFault(.noReply, nothingSentence))
        case .threw: .failure(thrown(report.failure))
        case .exceededCPU: .failure(exceededCPU(report))
        case .unsettled:
            .failure(
                TurnFault(.noReply, "the handler's promise can never settle: it waits for something that nothing is left to do"))
        case .expired: .failure(TurnFault(.overloaded, "it was too late for the handler to run"))
        case .cancelled: .failure(TurnFault(.timedOut, "it was too late for what the handler waited for"))
        case .stale: .failure(TurnFault(.stateConflict, "another request changed what the handler had read"))
        case .replyTooLarge: .failure(TurnFault(.exceededReply, report.failure?.message ?? ""))
        case .changeTooLarge: .failure(TurnFault(.exceededState, report.failure?.message ?? ""))
        }
    }

    private var nothingSentence: String {
        bundle.routeStyle == .getsandbox
            ? "No body has been set in route, you must call one of .json(), .send() etc"
            : "the handler returned nothing and sent nothing: return an instruction such as { text: \"…\" }"
    }

    private func returned(_ report: TurnReport, _ parts: ReportParts, _ body: ByteBuffer) -> Result<TurnVerdict, TurnFault> {
        guard bundle.settings.dialect == .none else { return instruction(report, parts, body) }
        if let slip = parts.slips.first(where: { $0.pointer == .root }) {
            let detail = "the handler returned a \(slip.kind.rawValue), which is no reply: return an object or a string"
            return .failure(TurnFault(.invalidInstruction, detail))
        }
        if let fault = unsendable(parts.slips) { return .failure(fault) }
        return .success(plainReply(report, parts, body))
    }

    /// A reply made with `res` is an instruction when it looks like one to a PBX: status 200 and JSON.
    private func sent(_ report: TurnReport, _ parts: ReportParts, _ body: ByteBuffer) -> Result<TurnVerdict, TurnFault> {
        if bundle.settings.dialect != .none, report.status == 200, parts.areOfJSON { return instruction(report, parts, body) }
        return .success(plainReply(report, parts, body))
    }

    private func instruction(_ report: TurnReport, _ parts: ReportParts, _ body: ByteBuffer) -> Result<TurnVerdict, TurnFault> {
        let check = body.withUnsafeReadableBytes { bytes in
            bundle.settings.dialect.check(reply: UnsafeRawBufferPointer(rebasing: bytes[report.body]), slips: parts.slips)
        }
        guard check.isAccepted else {
            let first = check.findings.first { $0.severity == .error }
            return .failure(
                TurnFault(.invalidInstruction, first.map(\.description) ?? "the reply is no instruction", findings: check.findings))
        }
        if let fault = unsendable(parts.slips) { return .failure(fault) }
        var verdict = plainReply(report, parts, body)
        if let repaired = check.repaired { verdict.reply.body = ByteBuffer(bytes: repaired) }
        verdict.findings = check.findings
        return .success(verdict)
    }

    /// JSON has no text at all for a value with a cycle or a BigInt in it; the bytes have null in its place.
    private func unsendable(_ slips: [ReplySlip]) -> TurnFault? {
        slips.first { $0.kind == .cycle || $0.kind == .bigint }.map { slip in
            TurnFault(.invalidInstruction, "\(slip.pointer) is a \(slip.kind.rawValue), which JSON cannot say: leave it out")
        }
    }

    private func plainReply(_ report: TurnReport, _ parts: ReportParts, _ body: ByteBuffer) -> TurnVerdict {
        var all = parts.headers
        if !all.contains(where: { $0.name == "Content-Type" }) {
            all.append((name: "Content-Type", value: "application/json; charset=utf-8"))
        }
        all.append((name: "Ringbox-Outcome", value: Outcome.ok.rawValue))
        let content = body.part(report.body)
        return TurnVerdict(reply: TurnReply(status: Int(report.status), headers: all, body: content, outcome: .ok))
    }

    private func exceededCPU(_ report: TurnReport) -> TurnFault {
        let frames = bundle.authored(report.failure?.frames ?? [])
        let place = frames.first.map { " in \($0.place)" } ?? ""
        return TurnFault(.exceededCPU, "cpu \(limits.cpu.text) exceeded: used \(report.cpu.text)\(place)", frames: frames)
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
    /// When the same request may succeed, where that is known.
    var retryAfter: Duration?

    init(
        _ outcome: Outcome, _ detail: String, findings: [Finding] = [], frames: [ScriptFailure.Frame] = [], retryAfter: Duration? = nil
    ) {
        self.outcome = outcome
        self.detail = detail
        self.findings = findings
        self.frames = frames
        self.retryAfter = retryAfter
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
}
