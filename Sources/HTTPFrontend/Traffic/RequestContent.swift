import HTTPTypes
import HandlerHost
import Hummingbird

/// Reads the bodies of requests.
enum RequestContent {
    /// Reads a request's body unless it has more than `limit` bytes. One that says so in its head is not read at all.
    static func read(_ request: Request, limit: Int) async -> Result<ByteBuffer, RequestBodyError> {
        if let text = request.headers[.contentLength] {
            guard let length = Int(text) else { return .failure(.broken) }
            if length > limit { return .failure(.tooLarge) }
            if length == 0 { return .success(ByteBuffer()) }
        } else if request.headers[.transferEncoding] == nil {
            return .success(ByteBuffer())
        }
        var request = request
        do {
            return .success(try await request.collectBody(upTo: limit))
        } catch let error as any HTTPResponseError where error.status == .contentTooLarge {
            return .failure(.tooLarge)
        } catch {
            // The connection broke, or what came on it is not HTTP: there is nobody left to tell more.
            return .failure(.broken)
        }
    }
}
