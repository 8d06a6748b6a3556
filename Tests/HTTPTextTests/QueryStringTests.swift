import HTTPText
import TestSupport
import Testing

@Suite struct QueryStringTests {
    private func pairs(_ text: String) -> [[String]] {
        QueryString(parsing: text).pairs.map { [$0.name, $0.value] }
    }

    @Test func readsTheExchangesQuery() {
        let query = QueryString(
            parsing: "cdr_id=123&start_time=1200&input_result=None&numa=74952345678&numb=74951234567")
        #expect(query["cdr_id"] == "123")
        #expect(query["input_result"] == "None")
        #expect(query["numb"] == "74951234567")
        #expect(query["direction"] == nil)
    }

    @Test func keepsTheOrderAndRepeatedNames() {
        let query = QueryString(parsing: "b=1&a=2&b=3")
        #expect(query.pairs.map(\.name) == ["b", "a", "b"])
        #expect(query["b"] == "3")
        #expect(query.values(of: "b") == ["1", "3"])
        #expect(query.values(of: "c").isEmpty)
    }

    @Test(
        arguments: [
            ("", []), ("&", []), ("e", [["e", ""]]), ("e=", [["e", ""]]), ("=v", [["", "v"]]), ("=", [["", ""]]),
            ("a=b=c", [["a", "b=c"]]), ("a=1&&b=2&", [["a", "1"], ["b", "2"]]), ("a[]=1", [["a[]", "1"]]),
            ("a%5B%5D=1", [["a[]", "1"]]), ("a=1;b=2", [["a", "1;b=2"]]), ("input_result=1%23", [["input_result", "1#"]]),
            ("input_result=1#", [["input_result", "1#"]]),
            ("numa=+7495", [["numa", " 7495"]]), ("numa=%2B7495", [["numa", "+7495"]]), ("a%3Db=c%26d", [["a=b", "c&d"]]),
        ] as [(String, [[String]])])
    func reads(_ text: String, _ expected: [[String]]) {
        #expect(pairs(text) == expected)
    }

    @Test(arguments: [
        ("a=%2541", "%41"), ("a=%", "%"), ("a=%4", "%4"), ("a=%zz", "%zz"), ("a=%4%41", "%4A"), ("a=100%25", "100%"),
        ("a=%D0%98%D0%B2%D0%B0%D0%BD", "Иван"), ("a=Иван", "Иван"), ("a=%FF", "\u{FFFD}"), ("a=%00", "\0"), ("a=%d0%b7", "з"),
    ])
    func decodesOnceAndLenientlyIn(_ text: String, _ value: String) {
        #expect(QueryString(parsing: text)["a"] == value)
    }

    @Test func readsAFormsBody() {
        let body: [UInt8] = Array("text=".utf8) + [0xFF, 0x2B] + Array("x&n=%31".utf8)
        let form = QueryString(parsing: body.span)
        #expect(form["text"] == "\u{FFFD} x")
        #expect(form["n"] == "1")
    }

    @Test func writesWhatReadsBackAsTheSamePairs() {
        var random = SeededGenerator(seed: 3)
        let characters: [Character] = ["a", "&", "=", "+", "%", " ", "И", "🎉", "4", "1", "\n", "\0", "#", ";", "[", "~", "."]
        for _ in 0..<5000 {
            let count = Int.random(in: 0...4, using: &random)
            let pairs = (0..<count).map { _ in
                QueryString.Pair(
                    name: random.text(of: characters, length: 0...6), value: random.text(of: characters, length: 0...6))
            }
            let query = QueryString(pairs: pairs)
            #expect(QueryString(parsing: query.text) == query)
        }
    }

    @Test func writesOnlyCharactersThatAQueryMayHave() {
        let query = QueryString(pairs: [.init(name: "a b", value: "И&+/")])
        #expect(query.text == "a%20b=%D0%98%26%2B%2F")
    }
}
