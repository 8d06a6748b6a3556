import JSONText
import TestSupport
import Testing

struct JSONPointerTests {
    @Test func readsWhatItWrites() throws {
        var random = SeededGenerator(seed: 5)
        for _ in 0..<1_000 {
            let tokens = (0..<Int.random(in: 0..<4, using: &random)).map { _ in
                RandomJSON.text(using: &random) + (["", "/", "~", "~1"].randomElement(using: &random) ?? "")
            }
            let pointer = JSONPointer(tokens)
            #expect(try JSONPointer(parsing: pointer.description) == pointer)
        }
    }

    @Test func isWrittenAsTheStandardSays() throws {
        #expect(JSONPointer.root.description == "")
        #expect(JSONPointer.root.appending("a/b").appending("m~n").appending(0).description == "/a~1b/m~0n/0")
        #expect(try JSONPointer(parsing: "/").tokens == [""])
        #expect(try JSONPointer(parsing: "/a//~01").tokens == ["a", "", "~1"])
    }

    @Test(arguments: [
        ("a", #"the JSON pointer "a" has to be empty or to begin with "/""#),
        ("/a~", #"the JSON pointer "/a~" has a "~" that has to be written "~0""#),
        ("/~2", #"the JSON pointer "/~2" has a "~" that has to be written "~0""#),
    ])
    func refusesWhatIsNoPointer(_ text: String, sentence: String) {
        let error = #expect(throws: JSONPointerError.self) { try JSONPointer(parsing: text) }
        #expect(error?.description == sentence)
    }

    @Test func isComparedByBytes() {
        #expect(JSONPointer(["\u{e9}"]) != JSONPointer(["e\u{301}"]))
        #expect(Set([JSONPointer(["a", "b"]), JSONPointer(["a", "b"]), JSONPointer(["ab"])]).count == 2)
    }

    @Test func takesOnlyPlainNumbersForIndices() {
        #expect(
            ["0", "10", "01", "-", "-1", "+1", "", "1a", "99999999999999999999"].map(JSONPointer.arrayIndex)
                == [0, 10, nil, nil, nil, nil, nil, nil, nil])
    }
}
