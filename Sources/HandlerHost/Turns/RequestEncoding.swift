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
        writer.members(match.parameters.map { ($0.name, $0.value) })
        writer.key("query")
        if writer.members(query) < query.pairs.count {
            writer.key("queryPairs")
            writer.pairs(query)
        }
        if let form {
            writer.key("form")
            writer.members(form)
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
        headerWriter.members(request.headers.map { ($0.name, $0.value) })
        headers = headerWriter.bytes
    }
}

extension JSONWriter {
    /// Up to how many names are compared with one another: with more of them the time would grow too fast, and a stranger
    /// chooses how many.
    private static let comparedNames = 16

    /// Writes an object with each name once, where it stood first, with its last value; returns how many they are.
    @discardableResult
    fileprivate mutating func members(_ texts: [(name: String, value: String)]) -> Int {
        guard texts.count <= Self.comparedNames else {
            let object = JSONObject(members: texts.lazy.map { ($0.name, .string($0.value)) })
            value(.object(object))
            return object.count
        }
        var count = 0
        beginObject()
        for (index, text) in texts.enumerated() {
            // By bytes: two names that mean the same character may differ.
            let name = JSONKey(text.name)
            guard !texts[..<index].contains(where: { JSONKey($0.name) == name }) else { continue }
            key(text.name)
            string(texts[index...].last { JSONKey($0.name) == name }?.value ?? text.value)
            count += 1
        }
        endObject()
        return count
    }

    @discardableResult
    fileprivate mutating func members(_ query: QueryString) -> Int {
        members(query.pairs.map { ($0.name, $0.value) })
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
