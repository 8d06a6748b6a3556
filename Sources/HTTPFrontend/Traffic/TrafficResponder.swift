import HTTPTypes
import HandlerHost
import Hummingbird

/// Answers the requests of exchanges, browsers and everybody else who calls a sandbox.
///
/// The hot path: no router and no middleware, and nothing here looks into what it passes on.
struct TrafficResponder: HTTPResponder {
    let host: HandlerHost

    func respond(to request: Request, context: TrafficContext) async -> Response {
        let received = ContinuousClock.now
        if let problem = RequestLimits.problem(with: request.head) { return problem.answer(to: request.head) }
        let head = RequestHead(request.head, peer: context.peer, received: received)
        let reply = await host.respond(to: head) { limit in await RequestContent.read(request, limit: limit) }
        return Response(reply, isHead: request.method == .head)
    }
}

extension Problem {
    fileprivate func answer(to head: HTTPRequest) -> Response {
        var response = response
        response.headers[.ringboxOutcome] = Outcome.refused.rawValue
        return head.method == .head ? response.createHeadResponse() : response
    }
}
