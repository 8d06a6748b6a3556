/// The worker's side of a ``TurnReport``: the same values, with bytes instead of ranges.
package struct TurnReportContent: Sendable {
    package var ending: TurnReport.Ending = .nothing
    package var status: UInt16 = 200
    package var headers: [UInt8] = []
    package var body: [UInt8] = []
    package var patch: [UInt8] = []
    package var slips: [UInt8] = []
    package var log = LogLines()
    /// Needed for the endings that have a failure, and ignored otherwise.
    package var failure: ScriptFailure?

    package init() {}

    /// Empties every field and keeps the storage for the next turn.
    package mutating func reset() {
        ending = .nothing
        status = 200
        headers.removeAll(keepingCapacity: true)
        body.removeAll(keepingCapacity: true)
        patch.removeAll(keepingCapacity: true)
        slips.removeAll(keepingCapacity: true)
        log.removeAll()
        failure = nil
    }

    package func encode(number: UInt64, cpuMicroseconds: UInt32, into encoder: inout FrameEncoder) {
        encoder.begin(WorkerFrameKind.turnEnded)
        encoder.integer(number)
        encoder.integer(ending.rawValue)
        encoder.integer(status)
        encoder.integer(cpuMicroseconds)
        encoder.field(headers)
        encoder.field(body)
        encoder.field(patch)
        encoder.field(slips)
        encoder.field(log.packed)
        if TurnReport.hasFailure(ending) {
            (failure ?? ScriptFailure(name: "", message: "")).encode(into: &encoder)
        }
        encoder.end()
    }
}
