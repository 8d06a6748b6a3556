import HTTPText
import HTTPTypes
import HandlerHost
import Hummingbird
import ServiceLifecycle

extension AdminResponder {
    /// A state as a file. When the store cannot be read on, the answer is cut off, its last line is missing, and the log says why.
    func exported(_ feed: StateExportFeed, of sandbox: String) -> Response {
        let body = ResponseBody { [host] writer in
            var parts = feed.makeAsyncIterator()
            func next() async throws -> [UInt8]? {
                do {
                    return try await parts.next()
                } catch {
                    host.note(.error, sandbox: SandboxName(sandbox), "an export was broken off: \(error)")
                    throw error
                }
            }
            while let part = try await next() { try await writer.write(ByteBuffer(bytes: part)) }
            try await writer.finish(nil)
        }
        return Response(status: .ok, headers: [.contentType: "application/x-ndjson"], body: body)
    }

    /// A line for each version of a state, as long as the caller stays.
    func followed(_ feed: StateFeed, _ request: Request) -> Response {
        let body = ResponseBody { writer in
            try await request.body.consumeWithCancellationOnInboundClose { _ in
                for try await lines in feed.cancelOnGracefulShutdown() { try await writer.write(ByteBuffer(bytes: lines)) }
            }
            try await writer.finish(nil)
        }
        return Response(status: .ok, headers: [.contentType: "application/x-ndjson"], body: body)
    }
}
