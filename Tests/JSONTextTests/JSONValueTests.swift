import JSONText
import TestSupport
import Testing

struct JSONValueTests {
    @Test func readsWhatItWrites() throws {
        var random = SeededGenerator(seed: 1)
        for _ in 0..<2_000 {
            let value = RandomJSON.value(depth: 4, using: &random)
            #expect(try JSONValue(parsing: value.bytes()) == value)
            #expect(try JSONValue(parsing: value.bytes(pretty: true)) == value)
            #expect(try JSONValue(parsing: value.text) == value)
        }
    }

    @Test(arguments: [
        "null", "true", "false", "0", "-0", "1.10", "1E+05", "12345678901234567890", #""""#, "[]", "{}",
        #"{"z":1,"a":[null,{"b":"в"}]}"#, #""\u0000\u001f\b\t\n\f\r\"\\/""#,
    ])
    func keepsTheTextAsItIs(_ text: String) throws {
        #expect(try JSONValue(parsing: text).text == text)
    }

    @Test func indentsPrettyTextByTwoSpaces() {
        let value: JSONValue = ["phones": ["74951234567", 1], "empty": [], "none": [:], "a": ["b": nil]]
        let expected = """
            {
              "phones": [
                "74951234567",
                1
              ],
              "empty": [],
              "none": {},
              "a": {
                "b": null
              }
            }
            """
        #expect(String(decoding: value.bytes(pretty: true), as: UTF8.self) == expected)
    }

    @Test(arguments: [
        (#""\u0041\u0416\ud83d\ude00""#, "AЖ😀"), (#""a\ud800b""#, "a\u{fffd}b"), (#""\udc00""#, "\u{fffd}"),
        (#""\ud800\ud800""#, "\u{fffd}\u{fffd}"), (#""\ud800\u0041""#, "\u{fffd}A"), (#""\uD83D\uDE00\/""#, "😀/"),
        (#""\ud800\n""#, "\u{fffd}\n"), (#""до\tпосле""#, "до\tпосле"),
    ])
    func understandsEscapes(_ text: String, meaning: String) throws {
        #expect(try JSONValue(parsing: text).string == meaning)
    }

    @Test func givesEachTypeOnlyThroughItsOwnAccessor() throws {
        let values: [JSONValue] = [nil, true, 1, "a", [1], ["a": 1]]
        #expect(values.map(\.isNull) == [true, false, false, false, false, false])
        #expect(values.map(\.bool) == [nil, true, nil, nil, nil, nil])
        #expect(values.map(\.int) == [nil, nil, 1, nil, nil, nil])
        #expect(values.map(\.double) == [nil, nil, 1, nil, nil, nil])
        #expect(values.map(\.string) == [nil, nil, nil, "a", nil, nil])
        #expect(values.map(\.array) == [nil, nil, nil, nil, [1], nil])
        #expect(values.map(\.object) == [nil, nil, nil, nil, nil, ["a": 1]])
        #expect(
            values.map(\.typeName) == ["null", "a boolean", "a number", "a string", "an array", "an object"])
    }

    @Test func findsMembersAndElements() throws {
        let value: JSONValue = ["a": [1, ["b/~": 2]]]
        #expect(value["a"]?[0] == 1)
        #expect(value["a"]?[2] == nil)
        #expect(value["a"]?[-1] == nil)
        #expect(value["a"]?["0"] == nil)
        #expect(value[0] == nil)
        #expect(value["b"] == nil)
        #expect(value[try JSONPointer(parsing: "/a/1/b~1~0")] == 2)
        #expect(value[JSONPointer.root] == value)
        for nowhere in ["/a/01", "/a/-", "/a/2", "/a/0/0", "/b", "/"] {
            #expect(value[try JSONPointer(parsing: nowhere)] == nil)
        }
    }

    @Test func comparesStringsByBytes() throws {
        #expect(JSONValue.string("\u{e9}") != JSONValue.string("e\u{301}"))
        #expect(JSONValue.string("é") == JSONValue.string("é"))
        #expect(JSONValue.number(JSONNumber(1)) != JSONValue.string("1"))
        #expect(try JSONValue(parsing: "1.0") != 1)
    }

    @Test func acceptsBytesThatAreNotContiguous() throws {
        let bytes = Array(#"{"a":1}"#.utf8)
        #expect(try JSONValue(parsing: bytes.reversed().reversed()) == ["a": 1])
        #expect(try JSONValue(parsing: bytes.lazy.map { $0 }) == ["a": 1])
        #expect(try JSONValue(parsing: bytes[1...3]) == "a")
        #expect(try bytes.withUnsafeBytes { try JSONValue(parsing: $0) } == ["a": 1])
    }

    @Test(arguments: [1, 2, 512, JSONValue.deepestLimit])
    func readsAsDeepAsTheLimitAndNoDeeper(_ limit: Int) throws {
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        #expect(throws: Never.self) { try JSONValue(parsing: nested(limit), depthLimit: limit) }
        let error = #expect(throws: JSONSyntaxError.self) {
            try JSONValue(parsing: nested(limit + 1), depthLimit: limit)
        }
        #expect(error?.reason == .tooDeep(limit: limit))
        #expect(error?.offset == limit)
    }

    @Test func holdsEveryDepthLimitToTheDeepestOne() {
        let endless = String(repeating: #"[{"a":"#, count: 100_000)
        let error = #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: endless, depthLimit: .max) }
        #expect(error?.reason == .tooDeep(limit: JSONValue.deepestLimit))
    }
}
