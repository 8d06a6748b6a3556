package import NIOCore
package import PBXInstructions

/// A finished turn, as the activity log keeps it. A class, since the log's readers pass records on again and again.
package final class TurnRecord: Sendable {
    package let id: TurnID
    /// Milliseconds since 1970 at which the request arrived.
    package let time: Int64
    package let sandbox: String
    package let method: String
    let path: String
    let query: String
    /// The matched template, nil for none.
    package let route: String?
    /// The version of the bundle that ran.
    package let bundle: String
    package let outcome: Outcome
    package let isFallback: Bool
    package let status: Int
    package let requestBody: ByteBuffer
    package let reply: ByteBuffer
    /// The lengths in bytes of what was too long to be kept whole, by name: `requestBody`, `reply`, `patch`.
    package let cut: [String: Int]
    package let findings: [Finding]
    /// Packed lines, as a worker sends them.
    package let log: ByteBuffer
    /// JSON Patch; empty when nothing was stored, and when it was too long to be kept.
    package let patch: ByteBuffer
    /// The version of the state that the turn made, nil when it changed nothing.
    package let stateVersion: Int64?
    /// What went wrong, in one sentence.
    package let detail: String?
    /// Where it went wrong: `file:line:column`.
    package let place: String?
    /// The places that an exception came through, innermost first.
    package let stack: [String]
    /// The limits that the turn came close to or met.
    package let near: [LimitUse]
    package let durations: TurnDurations
    /// How often the turn was given to a worker: more than once when others changed what it had read, or when a worker was lost.
    package let runs: Int

    /// - Parameters:
    ///   - path: As it came.
    ///   - query: As it came, without the `?`.
    init(
        id: TurnID, time: Int64, sandbox: String, method: String, path: String, query: String = "", route: String? = nil,
        bundle: String = "", outcome: Outcome, isFallback: Bool, status: Int, requestBody: ByteBuffer = ByteBuffer(),
        reply: ByteBuffer, findings: [Finding] = [], log: ByteBuffer = ByteBuffer(), patch: ByteBuffer = ByteBuffer(),
        stateVersion: Int64? = nil, detail: String?, place: String? = nil, stack: [String] = [], near: [LimitUse] = [],
        durations: TurnDurations, runs: Int = 0, cut: [String: Int] = [:]
    ) {
        self.id = id
        self.time = time
        self.sandbox = sandbox
        self.method = method
        self.path = path
        self.query = query
        self.route = route
        self.bundle = bundle
        self.outcome = outcome
        self.isFallback = isFallback
        self.status = status
        self.requestBody = requestBody
        self.reply = reply
        self.findings = findings
        self.log = log
        self.patch = patch
        self.cut = cut
        self.stateVersion = stateVersion
        self.detail = detail
        self.place = place
        self.stack = stack
        self.near = near
        self.durations = durations
        self.runs = runs
    }

    /// The path and query as they came.
    package var url: String { query.isEmpty ? path : "\(path)?\(query)" }

    /// How many bytes the record holds on to, roughly.
    var weight: Int {
        512 + path.utf8.count + query.utf8.count + requestBody.readableBytes + reply.readableBytes + log.readableBytes
            + patch.readableBytes
    }
}
