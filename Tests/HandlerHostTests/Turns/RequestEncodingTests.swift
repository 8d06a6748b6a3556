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

    /// A body may have a million bytes, and so some hundred thousand names; looking each of them up among all others would take
    /// minutes, in which nobody else is served.
    @Test func takesTimeInProportionToTheNumberOfNames() throws {
        let names = (0..<40_000).map { String($0, radix: 36) }.joined(separator: "&")
        let start = ContinuousClock.now
        let fields = try fields(query: names, contentType: "application/x-www-form-urlencoded", body: names)
        #expect(fields["form"]?.object?.count == 40_000)
        #expect(fields["query"]?.object?.count == 40_000)
        #expect(start.duration(to: .now) < .seconds(10))
    }
}
