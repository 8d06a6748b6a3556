import FuzzSupport
import HTTPTypes

/// A request that the fuzzer made up.
struct AdminRequest: Sendable {
    private static let methods: [HTTPRequest.Method] = [.get, .put, .patch, .delete, .post, .head, .options]

    let method: HTTPRequest.Method
    /// A path and a query.
    let target: String
    var headers: HTTPFields
    let body: [UInt8]

    /// The first line is the method's number and the target, then come header lines until an empty one, and the body's line.
    init(_ input: inout FuzzInput) {
        method = Self.methods[Int(input.byte()) % Self.methods.count]
        target = "/" + input.text()
        headers = HTTPFields()
        while !input.isEmpty {
            let line = input.text()
            guard let colon = line.firstIndex(of: ":"), headers.count < 100 else { break }
            guard let name = HTTPField.Name(String(line[..<colon])) else { continue }
            headers.append(HTTPField(name: name, value: String(line[line.index(after: colon)...])))
        }
        body = input.line()
    }

    /// Whether the answer goes on for ever.
    var isEndless: Bool { target.contains("follow=") || target.contains("/watch") }
}
