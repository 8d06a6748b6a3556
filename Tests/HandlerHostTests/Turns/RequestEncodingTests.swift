import JSONText
import NIOCore
import PBXInstructions
import Testing

@testable import HandlerHost

struct RequestEncodingTests {
    private func fields(query: String = "", contentType: String = "", body: String = "") throws -> JSONValue {
        let request = IncomingRequest(
            method: "POST", path: "/", query: query, headers: [("content-type", contentType)], body: ByteBuffer(string: body),
            peer: "::1", received: .now)
        return try JSONValue(parsing: RequestEncoding(request, match: MatchedRoute(), dialect: .uis).fields)
    }

    @Test func givesEachNameItsLastValueWhereItStoodFirst() throws {
        let fields = try fields(query: "b=1&a=2&b=3")
        #expect(fields["query"]?.text == #"{"b":"3","a":"2"}"#)
        #expect(fields["queryPairs"]?.text == #"[["b","1"],["a","2"],["b","3"]]"#)
    }

    @Test func hasThePairsOnlyWhereANameIsRepeated() throws {
        #expect(try fields(query: "b=1&a=2")["queryPairs"] == nil)
    }

    /// JavaScript compares code units, so that an é of one character and one of two are different names.
    @Test func keepsNamesApartThatOnlyLookTheSame() throws {
        let fields = try fields(query: "%C3%A9=1&e%CC%81=2")
        #expect(fields["query"]?.object?.count == 2)
        #expect(fields["queryPairs"] == nil)
    }

    @Test(arguments: 14...19) func treatsManyNamesAsItTreatsFewOnes(_ count: Int) throws {
        let pairs = (0..<count).map { "n\($0 % 12)=\($0)" }
        let expected = (0..<12).map { name in "\"n\(name)\":\"\(name + 12 < count ? name + 12 : name)\"" }
        let fields = try fields(query: pairs.joined(separator: "&"))
        #expect(fields["query"]?.text == "{\(expected.joined(separator: ","))}")
        #expect(fields["queryPairs"]?.array?.count == count)
    }

    @Test(arguments: ["application/json", "application/x-www-form-urlencoded"]) func readsALargeBodyBeforehandAsItReadsASmallOne(
        _ type: String
    ) throws {
        let body = type.hasSuffix("json") ? #"{"numa":7,"a":[],"cdr_id":"x"}"# : "numa=7&a=%22&cdr_id=x"
        var request = IncomingRequest(
            method: "POST", path: "/", query: "numa=1", headers: [("content-type", type)], body: ByteBuffer(string: body), peer: "::1",
            received: .now)
        let small = RequestEncoding(request, match: MatchedRoute(), dialect: .uis)
        request.parts = BodyParts(request)
        #expect(RequestEncoding(request, match: MatchedRoute(), dialect: .uis).fields == small.fields)
        #expect(try JSONValue(parsing: small.fields)["call"]?["from"]?.string == "7")
        #expect(try JSONValue(parsing: small.fields)["call"]?["id"]?.string == "x")
    }
}
