import HTTPTypes
import Hummingbird
import JSONText

/// An error reply with a problem document (RFC 9457), for requests that never reach a sandbox.
struct Problem: Error {
    var status: HTTPResponse.Status
    /// One sentence: what is wrong, and what to do where that is not plain.
    var detail: String
    var headers: HTTPFields

    init(_ status: HTTPResponse.Status, _ detail: String, headers: HTTPFields = [:]) {
        self.status = status
        self.detail = detail
        self.headers = headers
    }

    static let mediaType = "application/problem+json"

    var response: Response {
        var headers = headers
        headers[.contentType] = Self.mediaType
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: body))
    }

    /// The problem document.
    var body: ByteBuffer {
        let document: JSONValue = [
            "title": .string(status.reasonPhrase),
            "status": .number(JSONNumber(status.code)),
            "detail": .string(detail),
        ]
        return ByteBuffer(bytes: document.bytes(pretty: true))
    }
}
