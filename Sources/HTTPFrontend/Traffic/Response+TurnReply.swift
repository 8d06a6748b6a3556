import HTTPTypes
import HandlerHost
import Hummingbird
import NIOCore

extension Response {
    /// The reply of a turn, with `Content-Length`.
    ///
    /// - Parameter isHead: Leaves the body out and keeps its length.
    init(_ reply: TurnReply, isHead: Bool) {
        // A status is a number of three digits; below 200 the reply would not count as one.
        let status = HTTPResponse.Status(code: (200...999).contains(reply.status) ? reply.status : 500)
        var fields = HTTPFields()
        fields.reserveCapacity(reply.headers.count + 2)
        for header in reply.headers {
            guard let name = HTTPField.Name(common: header.name) else { continue }
            fields.append(HTTPField(name: name, value: header.value))
        }
        let isBodyless = status == .noContent || status == .notModified
        if isHead || isBodyless {
            if !isBodyless { fields[.contentLength] = String(status == .resetContent ? 0 : reply.body.readableBytes) }
            self.init(status: status, headers: fields)
        } else {
            // Status 205 has a body, which is empty.
            let body = status == .resetContent ? ByteBuffer() : reply.body
            self.init(status: status, headers: fields, body: ResponseBody(byteBuffer: body))
        }
    }
}

extension HTTPField.Name {
    /// The names of nearly all replies, without parsing them.
    fileprivate init?(common name: String) {
        switch name {
        case "Content-Type": self = .contentType
        case "Ringbox-Outcome": self = .ringboxOutcome
        default: self.init(name)
        }
    }
}
