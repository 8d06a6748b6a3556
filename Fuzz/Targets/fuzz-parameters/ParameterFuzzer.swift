import FuzzSupport
import HTTPText
import JSONText
import NIOCore
import PBXInstructions

@testable import HandlerHost

/// Three lines, the `Content-Type`, the query and the path, and behind them the body of a request.
///
/// What the worker gets is JSON, of the shape that handlers are promised: each name once and with its last value, and what
/// the PBX said about the call as texts.
@_cdecl("LLVMFuzzerTestOneInput")
package func testParameters(_ start: UnsafeRawPointer, _ count: Int) -> CInt {
    var input = FuzzInput(start, count)
    let type = input.text()
    let query = input.text()
    let path = input.text()
    let request = IncomingRequest(
        method: "POST", path: path, query: query, headers: [("content-type", type), ("x-query", query), ("content-type", path)],
        body: ByteBuffer(bytes: input.rest), peer: "::1", received: .now)
    let match = MatchedRoute(index: 0, template: "/{a}", parameters: [RouteParameter(name: "a", value: path)])

    let pairs = QueryString(parsing: query)
    hold(QueryString(parsing: pairs.text).isSame(as: pairs), "the query does not read back: \(pairs.text)")

    for dialect in Dialect.allCases {
        let encoding = RequestEncoding(request, match: match, dialect: dialect)
        guard let fields = try? JSONValue(parsing: encoding.fields), let headers = try? JSONValue(parsing: encoding.headers) else {
            fail("the worker gets what is no JSON: \(String(decoding: encoding.fields, as: UTF8.self))")
        }
        check(fields["query"]?.object ?? [:], pairs)
        hold(same(fields["url"], path) && same(fields["params"]?["a"], path), "the path is \(fields["url"]?.text ?? "") and was \(path)")
        hold(same(headers["x-query"], query) && same(headers["content-type"], path), "the headers are \(headers.text)")
        hold((fields["call"] != nil) == (dialect == .uis), "req.call is \(fields["call"]?.text ?? "absent")")
        for (name, value) in fields["call"]?.object ?? [:] {
            hold(value.isNull || value.string != nil, "req.call.\(name) is \(value.text)")
        }
        for finding in encoding.findings {
            hold(finding.severity == .warning && !finding.description.isEmpty, "the request's finding \(finding)")
        }
    }
    return 0
}

private func check(_ query: JSONObject, _ pairs: QueryString) {
    var last: [[UInt8]: String] = [:]
    for pair in pairs.pairs { last[Array(pair.name.utf8)] = pair.value }
    hold(query.count == last.count, "req.query has \(query.count) names, and \(last.count) were sent")
    for (name, value) in query {
        hold(same(value, last[Array(name.utf8)] ?? ""), "req.query has \(value.text) for \(name)")
    }
}

private func same(_ value: JSONValue?, _ text: String) -> Bool { value?.string.map { haveSameBytes($0, text) } ?? false }

extension QueryString {
    fileprivate func isSame(as other: QueryString) -> Bool {
        pairs.count == other.pairs.count
            && zip(pairs, other.pairs).allSatisfy { haveSameBytes($0.name, $1.name) && haveSameBytes($0.value, $1.value) }
    }
}
