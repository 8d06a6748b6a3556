import JSONText
import StateStore
import Testing

struct HandwrittenPatchTests {
    private func changed(_ document: String, _ patch: String) throws -> JSONValue {
        let content = StateContent(document: try JSONValue(parsing: document))
        return try HandwrittenPatch(parsing: Array(patch.utf8)).result(on: content).document
    }

    /// The examples of RFC 6902, appendix A, that succeed.
    @Test(arguments: [
        (#"{"foo": "bar"}"#, #"[{"op": "add", "path": "/baz", "value": "qux"}]"#, #"{"baz": "qux", "foo": "bar"}"#),
        (#"{"foo": ["bar", "baz"]}"#, #"[{"op": "add", "path": "/foo/1", "value": "qux"}]"#, #"{"foo": ["bar", "qux", "baz"]}"#),
        (#"{"baz": "qux", "foo": "bar"}"#, #"[{"op": "remove", "path": "/baz"}]"#, #"{"foo": "bar"}"#),
        (#"{"foo": ["bar", "qux", "baz"]}"#, #"[{"op": "remove", "path": "/foo/1"}]"#, #"{"foo": ["bar", "baz"]}"#),
        (#"{"baz": "qux", "foo": "bar"}"#, #"[{"op": "replace", "path": "/baz", "value": "boo"}]"#, #"{"baz": "boo", "foo": "bar"}"#),
        (
            #"{"foo": {"bar": "baz", "waldo": "fred"}, "qux": {"corge": "grault"}}"#,
            #"[{"op": "move", "from": "/foo/waldo", "path": "/qux/thud"}]"#,
            #"{"foo": {"bar": "baz"}, "qux": {"corge": "grault", "thud": "fred"}}"#
        ),
        (
            #"{"foo": ["all", "grass", "cows", "eat"]}"#, #"[{"op": "move", "from": "/foo/1", "path": "/foo/3"}]"#,
            #"{"foo": ["all", "cows", "eat", "grass"]}"#
        ),
        (
            #"{"baz": "qux", "foo": ["a", 2, "c"]}"#,
            #"[{"op": "test", "path": "/baz", "value": "qux"}, {"op": "test", "path": "/foo/1", "value": 2}]"#,
            #"{"baz": "qux", "foo": ["a", 2, "c"]}"#
        ),
        (
            #"{"foo": "bar"}"#, #"[{"op": "add", "path": "/child", "value": {"grandchild": {}}}]"#,
            #"{"foo": "bar", "child": {"grandchild": {}}}"#
        ),
        (#"{"foo": "bar"}"#, #"[{"op": "add", "path": "/baz", "value": "qux", "xyz": 123}]"#, #"{"foo": "bar", "baz": "qux"}"#),
        (#"{"/": 9, "~1": 10}"#, #"[{"op": "test", "path": "/~01", "value": 10}]"#, #"{"/": 9, "~1": 10}"#),
        (#"{"foo": ["bar"]}"#, #"[{"op": "add", "path": "/foo/-", "value": ["abc", "def"]}]"#, #"{"foo": ["bar", ["abc", "def"]]}"#),
        (
            #"{"a": {"b": 1}}"#, #"[{"op": "copy", "from": "/a", "path": "/c"}, {"op": "remove", "path": "/a/b"}]"#,
            #"{"a": {}, "c": {"b": 1}}"#
        ),
        (#"{"a": 1}"#, #"[{"op": "move", "from": "/a", "path": "/a"}]"#, #"{"a": 1}"#),
        (#"{"a": 1}"#, #"[{"op": "test", "path": "/a", "value": 1.0}, {"op": "test", "path": "", "value": {"a": 10e-1}}]"#, #"{"a": 1}"#),
    ])
    func makesWhatTheStandardSays(document: String, patch: String, result: String) throws {
        #expect(try changed(document, patch) == JSONValue(parsing: result))
    }

    @Test(arguments: [
        (#"[{"op": "test", "path": "/имя", "value": "Пётр"}]"#, #"expects "Пётр" at "/имя", where "Иван" is; nothing was changed"#),
        (
            #"[{"op": "remove", "path": "/n"}, {"op": "test", "path": "/n", "value": 1}]"#,
            #"operation 1 of the patch expects 1 at "/n", where nothing is"#
        ),
        (#"[{"op": "test", "path": "/n", "value": "1"}]"#, #"expects "1" at "/n", where 1 is"#),
        (#"[{"op": "test", "path": "/big", "value": 12345678901234567891}]"#, "where 12345678901234567890 is"),
        (#"[{"op": "test", "path": "/l", "value": [1]}]"#, #"expects [1] at "/l", where [1,2] is"#),
        (#"[{"op": "move", "from": "/o", "path": "/o/a"}]"#, #"moves "/o" into itself, to "/o/a""#),
        (#"[{"op": "move", "from": "/x", "path": "/y"}]"#, #"needs something at "/x", where nothing is"#),
        (#"[{"op": "copy", "path": "/y"}]"#, #"has no "from""#),
        (#"[{"op": "test", "path": "/n"}]"#, #"has no "value""#),
        (#"[{"op": "tset", "path": "/n", "value": 1}]"#, #"is "tset", and only "add", "replace", "remove", "test", "move", "copy" and"#),
        (#"[{"op": "add", "path": "n", "value": 1}]"#, #"has a bad path"#),
        (#"[{"op": "replace", "path": "/x", "value": 1}]"#, #"needs something at "/x", where nothing is"#),
        (#"[{"op": "move", "from": "/o", "path": "/l/7"}]"#, #"needs something at "/l/7", where nothing is"#),
        (#"{"op": "test"}"#, "a patch has to be a list of operations (RFC 6902), not an object"),
        ("[", "a patch has to be JSON"),
    ])
    func saysWhatDoesNotFit(patch: String, sentence: String) throws {
        let document = #"{"n": 1, "имя": "Иван", "l": [1, 2], "o": {}, "big": 12345678901234567890}"#
        let error = #expect(throws: HandwrittenPatchError.self) { try changed(document, patch) }
        #expect(error?.description.contains(sentence) == true, "\(error?.description ?? "")")
    }

    /// A move to a deeper place may be too deep, and then nothing is changed.
    @Test func movesNothingDeeperThanAStateMayBe() throws {
        let deep = String(repeating: "[", count: 509) + String(repeating: "]", count: 509)
        let document = #"{"a": \#(deep), "b": {"c": {"d": {}}}}"#
        #expect(try changed(document, #"[{"op": "move", "from": "/a", "path": "/b/a"}]"#)["a"] == nil)
        let error = #expect(throws: HandwrittenPatchError.self) {
            try changed(document, #"[{"op": "move", "from": "/a", "path": "/b/c/d/a"}]"#)
        }
        #expect(error == .operation(index: 0, reason: .change(.tooDeep(limit: 512))))
    }

    @Test func hasALimitOfOperations() throws {
        let operation = #"{"op":"remove","path":"/a/0"}"#
        let list = { (count: Int) in "[" + Array(repeating: operation, count: count).joined(separator: ",") + "]" }
        let elements = Array(repeating: "1", count: 10_000).joined(separator: ",")
        #expect(try changed(#"{"a":[\#(elements)]}"#, list(10_000)) == ["a": []])
        let error = #expect(throws: HandwrittenPatchError.self) { try changed(#"{"a":[]}"#, list(10_001)) }
        #expect(error?.isTooLarge == true)
        #expect(error?.description.contains("has 10001 operations and may have 10000: put the whole value") == true)
    }

    /// Each removal at the beginning shifts the rest, which would take minutes.
    @Test func shiftsABoundedNumberOfElements() throws {
        let content = StateContent(document: ["a": .array(Array(repeating: .null, count: 200_000))])
        let patch = StatePatch(Array(repeating: .remove(JSONPointer(["a", "0"])), count: 10_000))
        let error = #expect(throws: HandwrittenPatchError.self) { try HandwrittenPatch(patch).result(on: content) }
        #expect(error?.isTooLarge == true && error?.description.contains("put the whole array") == true, "\(error as Any)")
    }

    @Test func isGivenUpWhenNobodyWaits() throws {
        let patch = HandwrittenPatch(StatePatch(Array(repeating: .add(JSONPointer(["a"]), 1), count: 100)))
        var left = 50
        #expect(throws: HandwrittenPatchError.abandoned) {
            try patch.result(on: StateContent()) {
                left -= 1
                return left > 0
            }
        }
        #expect(left == 0)
    }
}
