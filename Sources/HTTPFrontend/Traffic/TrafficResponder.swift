import HTTPTypes
import HandlerHost
import Hummingbird

/// Answers the requests of exchanges, browsers and everybody else who calls a sandbox.
///
/// The hot path: no router and no middleware, and nothing here looks into what it passes on.
struct TrafficResponder: HTTPResponder {
    let host: HandlerHost

    func respond(to request: Request, context: ConnectionContext) async -> Response {
        let head = RequestHead(request.head, peer: context.peer, isFromOwnAddress: context.isFromOwnAddress, received: .now)
        let reply = await host.respond(to: head) { limit in
            await RequestContent.read(request, limit: limit, context: context)
        }
        return Response(reply, isHead: request.method == .head)
    }
}
