import NIOCore
import StateStore
import WorkerProtocol

/// Checks all that a worker reports of a turn. Knows no sandbox, so that a large report is checked away from its event loop.
struct ReportCheck: Sendable {
    /// What is to be done with a turn whose report is sound.
    struct Findings: Sendable {
        let result: Result<TurnVerdict, TurnFault>
        /// What is to be stored; nil for nothing, and for a turn that failed.
        let change: StoredChange?
        let duration: Duration
    }

    /// A change of state that can be stored, and has been made in the shape of the worker's state.
    struct StoredChange: Sendable {
        let patch: StatePatch
        /// The text of the patch.
        let text: [UInt8]
        /// What takes it back in the shape.
        let undo: [DocumentShape.Change]
        /// Whether it says that something expires.
        let setsExpiry: Bool
    }

    let report: TurnReport
    /// The report's frame, which its ranges refer to.
    let body: ByteBuffer
    let bundle: Bundle
    /// Those of the turn's route.
    let limits: SandboxLimits
    /// Whether the turn is the host's own removal of what has expired, whose reply nobody gets.
    let isExpiry: Bool

    var isLarge: Bool { body.readableBytes > ComputingPool.largeText }

    /// - Parameter shape: Of the state that the worker has. It gets the turn's change unless the turn failed.
    /// - Throws: What shows that the worker is no longer what it was.
    func findings(on shape: WorkerShape) throws(FrameError) -> Findings {
        let start = ContinuousClock.now
        let all = bundle.settings.limits
        try body.decoded { bytes throws(FrameError) in
            try report.check(in: bytes, replyLimit: all.reply, patchLimit: all.patch, logLimit: all.log)
        }
        let parts = try ReportParts(report, in: body)
        let result = result(parts)
        let undo = try parts.patch.map { patch throws(FrameError) in try shape.apply(patch) } ?? []
        guard let patch = parts.patch, case .success = result else {
            shape.undo(undo)
            return Findings(result: result, change: nil, duration: start.duration(to: .now))
        }
        let change = StoredChange(
            patch: patch, text: Array(body.part(report.patch).readableBytesView), undo: undo,
            setsExpiry: patch.operations.contains { if case .expire = $0 { true } else { false } })
        return Findings(result: result, change: change, duration: start.duration(to: .now))
    }

    private func result(_ parts: ReportParts) -> Result<TurnVerdict, TurnFault> {
        if let fault = parts.patchFault { return .failure(fault) }
        if isExpiry, report.ending == .returned { return .success(LiveSandbox.expiryVerdict) }
        return ReplyJudge(bundle: bundle, limits: limits).judge(report, parts, in: body)
    }
}
