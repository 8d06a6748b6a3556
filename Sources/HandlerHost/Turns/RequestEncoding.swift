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
        let form = kind == .urlencoded ? QueryString(parsing: String(buffer: request.body)) : nil

        var writer = JSONWriter(capacity: 512)
        writer.beginObject()
        writer.key("method")
        writer.string(request.method)
        writer.key("url")
        writer.string(request.path)
        writer.key("path")
        writer.string(match.template)
        writer.key("params")
        writer.object(match.parameters.map { ($0.name, $0.value) })
        writer.key("query")
        writer.object(query.pairs.map { ($0.name, $0.value) })
        if Self.repeats(query) {
            writer.key("queryPairs")
            writer.pairs(query)
        }
        if let form {
            writer.key("form")
            writer.object(form.pairs.map { ($0.name, $0.value) })
        }
        writer.key("contentType")
        writer.string(kind.rawValue)
        writer.key("ip")
        writer.string(request.peer)
        if dialect != .none {
            let json = kind == .json ? try? JSONValue(parsing: Array(request.body.readableBytesView)) : nil
            let call = dialect.callRequest(from: CallParameters(query: query, form: form, json: json?.object))
            writer.key("call")
            call.append(to: &writer)
            findings = call.findings
        } else {
            findings = []
        }
        writer.endObject()
        fields = writer.bytes

        var headerWriter = JSONWriter(capacity: 512)
        headerWriter.object(request.headers.map { ($0.name, $0.value) })
        headers = headerWriter.bytes
    }

    private static func repeats(_ query: QueryString) -> Bool {
        let pairs = query.pairs
        for index in pairs.indices.dropFirst() where pairs[..<index].contains(where: { $0.name == pairs[index].name }) {
            return true
        }
        return false
    }
}

extension JSONWriter {
    /// Writes the members with each name once: the last value wins, where the first one stood.
    fileprivate mutating func object(_ members: [(name: String, value: String)]) {
        beginObject()
        for (index, member) in members.enumerated() where !members[..<index].contains(where: { $0.name == member.name }) {
            key(member.name)
            string(members[index...].last { $0.name == member.name }?.value ?? member.value)
        }
        endObject()
    }

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

extension CallParameters {
    /// The values of a request in all the places where an exchange may put them: the body over the query.
    fileprivate init(query: QueryString, form: QueryString?, json: JSONObject?) {
        var pairs = query.pairs.map { (name: $0.name, value: $0.value) }
        pairs += form?.pairs.map { (name: $0.name, value: $0.value) } ?? []
        for (name, value) in json ?? [:] {
            switch value {
            case .string(let text): pairs.append((name, text))
            case .number(let number): pairs.append((name, number.literal))
            case .bool(let bool): pairs.append((name, String(bool)))
            case .null, .array, .object: break
            }
        }
        self.init(pairs)
    }
}
