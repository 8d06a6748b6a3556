import JSONText
import NIOCore
import PBXInstructions
import WorkerProtocol

/// A turn that did not end well, and what its caller gets: the fallback, or a problem document (RFC 9457).
struct FailedTurn: Sendable {
    var outcome: Outcome
    /// One sentence for the handler's author.
    var detail: String
    var findings: [Finding] = []
    var frames: [ScriptFailure.Frame] = []
    /// What the caller asked for and who was to answer, as far as it is known.
    var sandbox: String?
    var route: String?
    var bundle: String?
    /// Overrides the outcome's own status.
    var status: Int?
    /// When the same request may succeed; a second for outcomes that pass by themselves.
    var retryAfter: Duration?
    var headers: [(name: String, value: String)] = []
    /// Further members of the problem document.
    var members: JSONObject = [:]

    /// - Parameters:
    ///   - fallback: Answers instead, with status 200.
    ///   - style: Handlers written for getsandbox get that service's error bodies.
    func verdict(fallback: Fallback?, style: RouteStyle) -> TurnVerdict {
        let reply = fallback.map(fallbackReply) ?? (style == .getsandbox ? getsandboxReply : problemReply)
        return TurnVerdict(reply: reply, findings: findings, detail: detail, frames: frames)
    }

    private func fallbackReply(_ fallback: Fallback) -> TurnReply {
        let headers = [
            (name: "Content-Type", value: "application/json; charset=utf-8"),
            (name: "Ringbox-Outcome", value: "\(outcome.rawValue); fallback"),
        ]
        return TurnReply(
            status: 200, headers: headers, body: ByteBuffer(bytes: fallback.bytes), outcome: outcome, isFallback: true)
    }

    private var problemReply: TurnReply {
        errorReply(type: "application/problem+json", body: problem)
    }

    private var getsandboxReply: TurnReply {
        var error: JSONObject = ["message": .string(outcome == .notFound ? "Invalid route" : "Runtime failure")]
        error["detailedMessage"] = .string(outcome == .threw ? frames.first.map { "\($0.place) \(detail)" } ?? detail : detail)
        return errorReply(type: "application/json; charset=utf-8", body: ["errors": [.object(error)]])
    }

    private func errorReply(type: String, body: JSONObject) -> TurnReply {
        var all = [(name: "Content-Type", value: type), (name: "Ringbox-Outcome", value: outcome.rawValue)]
        if let seconds = retrySeconds { all.append((name: "Retry-After", value: "\(seconds)")) }
        all += headers
        let bytes = JSONValue.object(body).bytes(pretty: true)
        return TurnReply(status: status ?? outcome.status, headers: all, body: ByteBuffer(bytes: bytes), outcome: outcome)
    }

    /// In whole seconds, as the header has it.
    private var retrySeconds: Int? {
        guard let retryAfter else { return outcome.isPassing ? 1 : nil }
        return max(1, Int(exactly: (retryAfter / .seconds(1)).rounded(.up)) ?? .max)
    }

    private var problem: JSONObject {
        var problem: JSONObject = [
            "type": .string("urn:ringbox:outcome:\(outcome.rawValue)"),
            "title": .string(outcome.title),
            "status": .number(JSONNumber(status ?? outcome.status)),
            "detail": .string(detail),
            "outcome": .string(outcome.rawValue),
        ]
        if let sandbox { problem["sandbox"] = .string(sandbox) }
        if let route { problem["route"] = .string(route) }
        if let bundle { problem["bundle"] = .string(bundle) }
        if let place = frames.first {
            problem["place"] = [
                "file": .string(place.file), "line": .number(JSONNumber(Int(clamping: place.line))),
                "column": .number(JSONNumber(Int(clamping: place.column))),
            ]
            problem["stack"] = .array(frames.map { .string($0.function.isEmpty ? $0.place : "\($0.function) \($0.place)") })
        }
        if !findings.isEmpty { problem["findings"] = .array(findings.map(\.json)) }
        for (key, value) in members { problem[key] = value }
        return problem
    }
}
