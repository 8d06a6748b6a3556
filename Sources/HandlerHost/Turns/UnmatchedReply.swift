import HTTPText
import JSONText
import NIOCore
import TextFilters

/// What the caller gets when a sandbox has no route for the request.
struct UnmatchedReply {
    let name: SandboxName
    let bundle: Bundle

    func verdict(_ match: RouteMatch, request: IncomingRequest) -> TurnVerdict {
        switch match {
        case .found, .tooMuchWork: return notFound(request, nearest: [])
        case .options(let allow): return options(allow)
        case .methodNotAllowed(let allow): return methodNotAllowed(request, allow)
        case .notFound(let nearest): return notFound(request, nearest: nearest)
        }
    }

    private func options(_ allow: [String]) -> TurnVerdict {
        let headers = [
            (name: "Allow", value: allow.joined(separator: ", ")),
            (name: "Ringbox-Outcome", value: Outcome.ok.rawValue),
        ]
        return TurnVerdict(reply: TurnReply(status: 204, headers: headers, body: ByteBuffer(), outcome: .ok))
    }

    private func methodNotAllowed(_ request: IncomingRequest, _ allow: [String]) -> TurnVerdict {
        let list = allow.joined(separator: ", ")
        var failed = failure("\(request.path) does not answer \(request.method); it answers \(list)")
        failed.status = 405
        failed.headers = [(name: "Allow", value: list)]
        return failed.verdict(fallback: nil, style: bundle.routeStyle)
    }

    private func notFound(_ request: IncomingRequest, nearest: [String]) -> TurnVerdict {
        // A template may be made of a secret, which a stranger does not get to know by guessing.
        let nearest = nearest.map(bundle.settings.secrets.redaction.text)
        let advice = nearest.isEmpty ? "" : "; the nearest are \(nearest.joined(separator: ", "))"
        var failed = failure("\(name) has no route \(request.path)\(advice)")
        failed.members["nearest"] = .array(nearest.map(JSONValue.string))
        return failed.verdict(fallback: nil, style: bundle.routeStyle)
    }

    private func failure(_ detail: String) -> FailedTurn {
        FailedTurn(outcome: .notFound, detail: detail, sandbox: name.text, bundle: bundle.version)
    }
}
