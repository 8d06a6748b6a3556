import HTTPText
import JSONText
import NIOCore
import PBXInstructions

/// A request as handlers see it: the JSON texts that a worker makes `req` of.
struct RequestEncoding {
    /// The request's parsed parts, without the headers.
    let fields: [UInt8]
    /// Header names in lower case to values; of a repeated header the last value.
    let headers: [UInt8]
    /// What the dialect found odd about the request.
    let findings: [Finding]

    init(_ request: IncomingRequest, match: MatchedRoute, dialect: Dialect) {
        let query = QueryString(parsing: request.query)
        let kind = BodyKind(contentType: request.header("content-type"))
        let parts = request.parts ?? (kind == .urlencoded || kind == .json && dialect != .none ? BodyParts(request) : nil)

        var writer = JSONWriter(capacity: 512)
        writer.beginObject()
        writer.key("method")
        writer.string(request.method)
        writer.key("url")
        writer.string(request.path)
        writer.key("path")
        writer.string(match.template)
        writer.key("params")
        writer.members(match.parameters.map { ($0.name, $0.value) })
        writer.key("query")
        if writer.members(query.pairs) < query.pairs.count {
            writer.key("queryPairs")
            writer.pairs(query)
        }
        if let form = parts?.form, !form.isEmpty {
            writer.key("form")
            writer.raw(form)
        }
        writer.key("contentType")
        writer.string(kind.rawValue)
        writer.key("ip")
        writer.string(request.peer)
        if dialect != .none {
            // The body over the query.
            let call = dialect.callRequest(from: CallParameters(query.pairs.map { ($0.name, $0.value) } + (parts?.parameters ?? [])))
            writer.key("call")
            call.append(to: &writer)
            findings = call.findings
        } else {
            findings = []
        }
        writer.endObject()
        fields = writer.bytes

        var headerWriter = JSONWriter(capacity: 512)
        headerWriter.members(request.headers)
        headers = headerWriter.bytes
    }
}

extension JSONWriter {
    fileprivate mutating func pairs(_ query: QueryString) {
        beginArray()
        for pair in query.pairs {
            beginArray()
            string(pair.name)
            string(pair.value)
            endArray()
        }
        endArray()
    }
}
