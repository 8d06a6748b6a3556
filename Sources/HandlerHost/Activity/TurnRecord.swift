package import NIOCore
package import PBXInstructions

/// A finished turn, as the activity log keeps it.
package struct TurnRecord: Sendable {
    package var id: TurnID
    /// Milliseconds since 1970 at which the request arrived.
    package var time: Int64
    package var sandbox: String
    package var method: String
    /// The path and query as they came.
    package var url: String
    /// The matched template, nil for none.
    package var route: String?
    /// The version of the bundle that ran.
    package var bundle: String
    package var outcome: Outcome
    package var isFallback: Bool
    package var status: Int
    package var requestBody: ByteBuffer
    package var reply: ByteBuffer
    package var findings: [Finding]
    /// Packed lines, as a worker sends them.
    package var log: ByteBuffer
    /// JSON Patch; empty when nothing was stored.
    package var patch: ByteBuffer
    /// The version of the state that the turn made, nil when it changed nothing.
    package var stateVersion: Int64?
    /// What went wrong, in one sentence.
    package var detail: String?
    /// Where it went wrong: `file:line:column`.
    package var place: String?
    /// The places that an exception came through, innermost first.
    package var stack: [String]
    package var durations: TurnDurations

    /// How many bytes the record holds on to, roughly.
    var weight: Int {
        512 + url.utf8.count + requestBody.readableBytes + reply.readableBytes + log.readableBytes + patch.readableBytes
    }
}
