import NIOCore
import WorkerProtocol

/// Checks all that a worker reports of a turn. Knows no sandbox, so that a large report is checked away from its event loop.
struct ReportCheck: Sendable {
    /// What is to be done with a turn whose report is sound.
    struct Findings: Sendable {
        let parts: ReportParts
        let result: Result<TurnVerdict, TurnFault>
        let duration: Duration
    }

    let report: TurnReport
    /// The report's frame, which its ranges refer to.
    let body: ByteBuffer
    let bundle: Bundle
    /// Those of the turn's route.
    let limits: SandboxLimits

    var isLarge: Bool { body.readableBytes > ComputingPool.largeText }

    /// - Throws: What shows that the worker is no longer what it was.
    func findings() throws(FrameError) -> Findings {
        let start = ContinuousClock.now
        let all = bundle.settings.limits
        try body.decoded { bytes throws(FrameError) in
            try report.check(in: bytes, replyLimit: all.reply, patchLimit: all.patch, logLimit: all.log)
        }
        let parts = try ReportParts(report, in: body)
        let result = ReplyJudge(bundle: bundle, limits: limits).judge(report, parts, in: body)
        return Findings(parts: parts, result: result, duration: start.duration(to: .now))
    }
}
