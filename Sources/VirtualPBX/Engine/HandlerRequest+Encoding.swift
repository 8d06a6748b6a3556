import JSONText

extension HandlerRequest {
    /// The path or URL, with the parameters of a GET behind what the target has of a query.
    package var urlText: String {
        let base =
            switch target {
            case .route(let path): path.text
            case .url(let url): url
            }
        guard method == .get, !parameters.isEmpty else { return base }
        let pairs = parameters.map { "\(Self.encode($0.name))=\(Self.encode($0.value))" }
        return base + (base.contains("?") ? "&" : "?") + pairs.joined(separator: "&")
    }

    /// The body: empty for a GET, and for a POST a JSON object with a string for each parameter, which is what integrations of
    /// UIS read.
    package var body: [UInt8] {
        guard method == .post else { return [] }
        return JSONValue.object(JSONObject(members: parameters.map { ($0.name, .string($0.value)) })).bytes()
    }

    /// Percent-encodes all but the unreserved characters of RFC 3986.
    private static func encode(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"):
                bytes.append(byte)
            default: bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
