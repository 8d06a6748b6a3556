import JSONText
import TestSupport
import Testing

struct JSONSyntaxErrorTests {
    @Test(arguments: [(#"{"a":"\ud800"}"#, 7), (#"["\ud83d\ude00","x\ude00"]"#, 19), (#"{"\ud800\u0041":1}"#, 3)])
    func namesThePlaceOfHalfACharacterWhereItIsRefused(_ text: String, column: Int) throws {
        let error = try #require(throws: JSONSyntaxError.self) { try JSONValue(parsing: text, surrogates: .refused) }
        #expect("\(error)".hasPrefix("line 1, column \(column): this escape is half of a character"))
        #expect(throws: Never.self) { try JSONValue(parsing: text) }
        #expect(try JSONValue(parsing: #""\ud83d\ude00""#, surrogates: .refused) == "😀")
    }

    @Test(arguments: [
        ("", "line 1, column 1: the text is empty, JSON needs a value"),
        (" \n ", "line 2, column 2: the text is empty, JSON needs a value"),
        ("{", #"line 1, column 2: expected a key in double quotes or "}" but the text ends"#),
        ("[", #"line 1, column 2: expected a value or "]" but the text ends"#),
        ("[1", #"line 1, column 3: expected "," or "]" but the text ends"#),
        (#"{"a""#, #"line 1, column 5: expected ":" after the key but the text ends"#),
        (#"{"a":"#, "line 1, column 6: expected a value but the text ends"),
        (#"{"a":1"#, #"line 1, column 7: expected "," or "}" but the text ends"#),
        (#"{"a":1,"#, "line 1, column 8: expected a key in double quotes but the text ends"),
        (#"{"a":1 "b":2}"#, #"line 1, column 8: expected "," or "}" but found a double quote"#),
        ("{'a':1}", #"line 1, column 2: expected a key in double quotes or "}" but found "'""#),
        ("{a:1}", #"line 1, column 2: expected a key in double quotes or "}" but found "a""#),
        (#"{"ключ":,"#, #"line 1, column 9: expected a value but found ",""#),
        ("[1,]", "line 1, column 4: the comma before this has to go: JSON allows none behind the last value"),
        (
            "{\"a\":1,\n}",
            "line 2, column 1: the comma before this has to go: JSON allows none behind the last value"
        ),
        ("[,1]", #"line 1, column 2: expected a value or "]" but found ",""#),
        ("// a", #"line 1, column 1: expected a value but found "/""#),
        ("\u{1b}", "line 1, column 1: expected a value but found U+001B"),
        ("[1 \u{a0}]", #"line 1, column 4: expected "," or "]" but found U+00A0"#),
        (#""abc"#, "line 1, column 5: expected the closing quote of a string but the text ends"),
        (#""abc\"#, "line 1, column 6: expected the closing quote of a string but the text ends"),
        (#""\n"#, "line 1, column 4: expected the closing quote of a string but the text ends"),
        ("\"a\nb\"", #"line 1, column 3: a string has to escape U+000A, as in \n"#),
        ("\"\\ta\u{1}\"", #"line 1, column 5: a string has to escape U+0001, as in \u0001"#),
        (
            #""\x""#,
            #"line 1, column 2: a backslash has to be followed by one of "\/bfnrt or by u and four hexadecimal digits"#
        ),
        (
            #""\u00g0""#,
            #"line 1, column 2: a backslash has to be followed by one of "\/bfnrt or by u and four hexadecimal digits"#
        ),
        (
            #""\u00"#,
            #"line 1, column 2: a backslash has to be followed by one of "\/bfnrt or by u and four hexadecimal digits"#
        ),
        (
            String(repeating: "x", count: 40),
            "line 1, column 1: JSON has no \(String(repeating: "x", count: 32))…, only true, false and null"
        ),
        ("NaN", "line 1, column 1: JSON has no NaN, only true, false and null"),
        (#"{"a":undefined}"#, "line 1, column 6: JSON has no undefined, only true, false and null"),
        ("[True]", "line 1, column 2: JSON has no True, only true, false and null"),
        ("nullx", "line 1, column 1: JSON has no nullx, only true, false and null"),
        ("01", "line 1, column 1: this is not a number of JSON: write it like 0.5, 10 or -1e3"),
        ("[1.]", "line 1, column 2: this is not a number of JSON: write it like 0.5, 10 or -1e3"),
        ("-", "line 1, column 1: this is not a number of JSON: write it like 0.5, 10 or -1e3"),
        ("1e", "line 1, column 1: this is not a number of JSON: write it like 0.5, 10 or -1e3"),
        ("-Infinity", "line 1, column 1: this is not a number of JSON: write it like 0.5, 10 or -1e3"),
        ("+1", #"line 1, column 1: expected a value but found "+""#),
        (".5", #"line 1, column 1: expected a value but found ".""#),
        (#"{"a":1,"b":2,"a":3}"#, #"line 1, column 14: the key "a" is here twice, remove one"#),
        (#"{"\n":1,"\u000a":2}"#, #"line 1, column 9: the key "\n" is here twice, remove one"#),
        ("{} x", "line 1, column 4: the value has ended before this, nothing may follow it"),
        ("1 2", "line 1, column 3: the value has ended before this, nothing may follow it"),
        ("\u{feff}{}", "line 1, column 1: the text begins with a byte order mark, save it as UTF-8 without one"),
    ])
    func namesThePlaceAndTheReason(_ text: String, sentence: String) throws {
        let error = #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: text) }
        #expect(error?.description == sentence)
    }

    @Test(
        arguments: [
            ([0x22, 0xff, 0x22], 1, 2), ([0x22, 0xd0, 0x96, 0xd0, 0x22], 3, 3), ([0x22, 0xed, 0xa0, 0x80, 0x22], 1, 2),
            ([0x22, 0x5c, 0x6e, 0xc0, 0x80, 0x22], 3, 4), ([0x5b, 0x96], 1, 2), ([0x22, 0xd0, 0x5c, 0x6e, 0x22], 1, 2),
        ] as [([UInt8], Int, Int)])
    func placesBytesThatAreNotUTF8(_ bytes: [UInt8], offset: Int, column: Int) throws {
        let error = #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: bytes) }
        #expect(error?.reason == .invalidUTF8)
        #expect(error?.offset == offset)
        #expect(error?.column == column)
        #expect(error?.description == "line 1, column \(column): this byte is not UTF-8, save the text as UTF-8")
    }

    @Test func shortensALongKey() {
        let key = String(repeating: "k", count: 1_000)
        let error = #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: "{\"\(key)\":1,\"\(key)\":2}") }
        #expect(error?.reason == .duplicateKey(key))
        #expect(error?.description.hasSuffix("the key \"\(key.prefix(40))…\" is here twice, remove one") == true)
    }

    @Test func countsTheOffsetInBytesAndTheColumnInScalars() throws {
        let error = #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: "[\n\"Ж😀\" x]") }
        #expect(error?.offset == 11)
        #expect(error?.line == 2)
        #expect(error?.column == 6)
    }

    @Test func comesForEveryBrokenTextAndNeverACrash() throws {
        var random = SeededGenerator(seed: 2)
        var accepted = 0
        for _ in 0..<8_000 {
            var bytes = RandomJSON.value(depth: 3, using: &random).bytes()
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                mutate(&bytes, using: &random)
            }
            guard let value = try? JSONValue(parsing: bytes) else { continue }
            accepted += 1
            #expect(try JSONValue(parsing: value.bytes()) == value)
        }
        #expect(accepted > 100)
    }

    private func mutate(_ bytes: inout [UInt8], using random: inout SeededGenerator) {
        let place = Int.random(in: 0...bytes.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: bytes.removeSubrange(place...)
        case 1: bytes.insert(UInt8(truncatingIfNeeded: random.next()), at: place)
        case 2: bytes.insert(Array("\"\\{}[],:0-+.eEu ".utf8).randomElement(using: &random) ?? 0, at: place)
        default: if place < bytes.count { bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random) }
        }
    }
}
