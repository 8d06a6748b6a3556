import HTTPTypes
import HandlerHost
import Hummingbird
import JSONText
import ServiceLifecycle

extension AdminResponder {
    /// How long entries gather before a follower gets them: many followers are not to look at each entry by itself.
    private static let gathering = Duration.milliseconds(30)

    /// What happened: a JSON array, or with `follow=true` a line for each entry as long as the caller stays.
    func activity(_ request: Request) throws(Problem) -> Response {
        let query = try ActivityQuery(request.uri.queryParameters.map { (String($0.key), String($0.value)) })
        guard query.isFollowing else {
            var writer = JSONWriter()
            writer.beginArray()
            for entry in query.selection(from: host.activity.entries(after: query.after)) { entry.append(to: &writer) }
            writer.endArray()
            return Response(
                status: .ok, headers: [.contentType: "application/json; charset=utf-8"],
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: writer.bytes + [UInt8(ascii: "\n")])))
        }
        let feed = ActivityFeed(host.activity, after: query.after)
        let body = ResponseBody { writer in
            try await request.body.consumeWithCancellationOnInboundClose { _ in
                var isFirst = true
                for await entries in feed.cancelOnGracefulShutdown() {
                    let chosen = isFirst ? query.selection(from: entries) : query.matching(entries)[...]
                    isFirst = false
                    if !chosen.isEmpty { try await writer.write(ByteBuffer(bytes: Self.lines(chosen))) }
                    // Ended early by the cancellation, which the feed sees next.
                    try? await Task.sleep(for: Self.gathering)
                }
            }
            try await writer.finish(nil)
        }
        return Response(status: .ok, headers: [.contentType: "application/x-ndjson"], body: body)
    }
    private static func lines(_ entries: ArraySlice<ActivityEntry>) -> [UInt8] {
        var lines: [UInt8] = []
        for entry in entries {
            var writer = JSONWriter()
            entry.append(to: &writer)
            lines += writer.bytes
            lines.append(UInt8(ascii: "\n"))
        }
        return lines
    }
}
