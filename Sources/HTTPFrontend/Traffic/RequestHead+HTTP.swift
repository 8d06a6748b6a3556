import HTTPTypes
import HandlerHost

extension RequestHead {
    /// The head as the host takes it: with `Host` among the headers again, and one `cookie` of the pieces that the server
    /// makes of it.
    init(_ head: HTTPRequest, peer: String, isFromOwnAddress: Bool, received: ContinuousClock.Instant) {
        let fields = head.headerFields
        var headers: [(name: String, value: String)] = []
        headers.reserveCapacity(fields.count + 1)
        if let authority = head.authority { headers.append((name: "host", value: authority)) }
        var cookie: Int?
        for field in fields {
            if field.name == .cookie {
                if let cookie {
                    headers[cookie].value += "; " + field.value
                    continue
                }
                cookie = headers.count
            }
            headers.append((name: field.name.canonicalName, value: field.value))
        }
        self.init(
            method: head.method.rawValue, target: head.path ?? "", host: head.authority, headers: headers, peer: peer,
            isFromOwnAddress: isFromOwnAddress, received: received)
    }
}
