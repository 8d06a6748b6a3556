import HTTPText
import HTTPTypes
import HandlerHost
import Hummingbird

/// Reads the bodies of requests.
enum RequestContent {
    /// Reads a request's body unless it has more than `limit` bytes. One that says so in its head is not read at all, and one
    /// that its sender holds back is asked for.
    static func read(
        _ request: Request, limit: Int, context: ConnectionContext
    ) async -> Result<ByteBuffer, RequestBodyError> {
        if let text = request.headers[.contentLength] {
            guard let length = Int(text) else { return .failure(.broken) }
            if length > limit { return .failure(.tooLarge) }
            if length == 0 { return .success(ByteBuffer()) }
        } else if request.headers[.transferEncoding] == nil {
            return .success(ByteBuffer())
        }
        if request.headers[.expect] != nil { context.askForBody() }
        var request = request
        do {
            return .success(try await request.collectBody(upTo: limit))
        } catch let error as any HTTPResponseError where error.status == .contentTooLarge {
            return .failure(.tooLarge)
        } catch let error as MalformedRequest {
            return .failure(.malformed(status: error.status, detail: error.detail))
        } catch {
            // The connection broke: there is nobody left to tell more.
            return .failure(.broken)
        }
    }
}
