import HTTPText
import JSONText
import NIOCore
import PBXInstructions

/// What the body of a request says, read once: a request may run several times.
struct BodyParts: Sendable {
    /// The form's names and values as the JSON text of an object; empty for a body of another kind.
    let form: [UInt8]
    /// The parameters that an exchange sent in the body.
    let parameters: [(name: String, value: String)]

    init(_ request: IncomingRequest) {
        switch BodyKind(contentType: request.header("content-type")) {
        case .urlencoded:
            let pairs = QueryString(parsing: String(buffer: request.body)).pairs
            var writer = JSONWriter(capacity: request.body.readableBytes)
            writer.members(pairs)
            form = writer.bytes
            parameters = pairs.map { ($0.name, $0.value) }
        case .json:
            form = []
            let json = try? JSONValue(parsing: request.body.readableBytesView)
            parameters = CallParameters.names.compactMap { name in (json?[name]?.parameter).map { (name: name, value: $0) } }
        case .xml, .formdata, .other:
            form = []
            parameters = []
        }
    }
}

extension JSONValue {
    /// The text of a parameter: a string as it is, a number by its literal.
    fileprivate var parameter: String? {
        switch self {
        case .string(let text): text
        case .number(let number): number.literal
        case .bool(let bool): String(bool)
        case .null, .array, .object: nil
        }
    }
}

extension JSONWriter {
    /// Up to how many names are compared with one another: with more of them the time would grow too fast, and a stranger
    /// chooses how many.
    private static let comparedNames = 16

    /// Writes an object with each name once, where it stood first, with its last value; returns how many they are.
    @discardableResult
    mutating func members(_ texts: [(name: String, value: String)]) -> Int { members(texts, name: \.name, value: \.value) }

    @discardableResult
    mutating func members(_ pairs: [QueryString.Pair]) -> Int { members(pairs, name: \.name, value: \.value) }

    private mutating func members<Text>(_ texts: [Text], name: (Text) -> String, value: (Text) -> String) -> Int {
        guard texts.count <= Self.comparedNames else {
            let object = JSONObject(members: texts.map { (name($0), .string(value($0))) })
            self.value(.object(object))
            return object.count
        }
        var count = 0
        beginObject()
        for index in texts.indices {
            let key = name(texts[index])
            // By bytes: two names that mean the same character may differ.
            let isKey = { (other: Int) in JSONKey.haveSameBytes(name(texts[other]), key) }
            guard !texts[..<index].indices.contains(where: isKey) else { continue }
            self.key(key)
            string(value(texts[texts[(index + 1)...].indices.last(where: isKey) ?? index]))
            count += 1
        }
        endObject()
        return count
    }
}
