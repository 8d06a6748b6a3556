import JSONText
import StateStore
import Testing

struct StatePatchApplyingTests {
    /// Applies the patch in `text` to the document in `document`.
    private func apply(_ text: String, to document: String) throws -> JSONValue {
        var document = try JSONValue(parsing: document)
        try StatePatch(parsing: Array(text.utf8)).apply(to: &document)
        return document
    }

    @Test(arguments: [
        (#"{}"#, #"[]"#, #"{}"#),
        (#"{"a": 1}"#, #"[{"op": "replace", "path": "", "value": [1]}]"#, #"[1]"#),
        (#"{"a": 1}"#, #"[{"op": "add", "path": "", "value": {"b": 2}}]"#, #"{"b": 2}"#),
        (#"{"a": 1}"#, #"[{"op": "add", "path": "/b", "value": 2}]"#, #"{"a": 1, "b": 2}"#),
        (#"{"a": 1}"#, #"[{"op": "add", "path": "/a", "value": 2}]"#, #"{"a": 2}"#),
        (#"{"a": 1}"#, #"[{"op": "add", "path": "/", "value": 2}]"#, #"{"a": 1, "": 2}"#),
        (#"{"a": 1, "b": 2}"#, #"[{"op": "remove", "path": "/a"}]"#, #"{"b": 2}"#),
        (#"{"a": {"b": 1}}"#, #"[{"op": "replace", "path": "/a/b", "value": null}]"#, #"{"a": {"b": null}}"#),
        (#"[1, 2]"#, #"[{"op": "add", "path": "/0", "value": 0}]"#, #"[0, 1, 2]"#),
        (#"[1, 2]"#, #"[{"op": "add", "path": "/2", "value": 3}]"#, #"[1, 2, 3]"#),
        (#"[1, 2]"#, #"[{"op": "add", "path": "/-", "value": 3}]"#, #"[1, 2, 3]"#),
        (#"[1, 2]"#, #"[{"op": "replace", "path": "/1", "value": 3}]"#, #"[1, 3]"#),
        (#"[1, 2]"#, #"[{"op": "remove", "path": "/0"}]"#, #"[2]"#),
        (#"{"a": [{"b": 1}]}"#, #"[{"op": "add", "path": "/a/0/c", "value": 2}]"#, #"{"a": [{"b": 1, "c": 2}]}"#),
        (#"{"-": {"0": 1}}"#, #"[{"op": "remove", "path": "/-/0"}]"#, #"{"-": {}}"#),
        (
            #"{}"#,
            #"[{"op": "add", "path": "/a", "value": []}, {"op": "add", "path": "/a/-", "value": 1}]"#,
            #"{"a": [1]}"#
        ),
    ])
    func makesTheChange(document: String, patch: String, result: String) throws {
        #expect(try apply(patch, to: document) == JSONValue(parsing: result))
    }

    @Test(arguments: [
        (#"{}"#, #"{"op": "remove", "path": "/a"}"#, #"needs something at "/a", where nothing is"#),
        (#"{}"#, #"{"op": "replace", "path": "/a", "value": 1}"#, #"needs something at "/a", where nothing is"#),
        (#"{}"#, #"{"op": "add", "path": "/a/b", "value": 1}"#, #"needs something at "/a", where nothing is"#),
        (#"[]"#, #"{"op": "add", "path": "/1", "value": 1}"#, #"needs something at "/1", where nothing is"#),
        (#"[1]"#, #"{"op": "remove", "path": "/1"}"#, #"needs something at "/1", where nothing is"#),
        (#"[1]"#, #"{"op": "replace", "path": "/-", "value": 1}"#, #"needs an index of an array as the end of "/-""#),
        (#"[1]"#, #"{"op": "remove", "path": "/00"}"#, #"needs an index of an array as the end of "/00""#),
        (#"[1]"#, #"{"op": "add", "path": "/x", "value": 1}"#, #"needs an index of an array as the end of "/x""#),
        (#"[{}]"#, #"{"op": "add", "path": "/+0/x", "value": 1}"#, #"needs an index of an array as the end of "/+0""#),
        (
            #"{"a": "text"}"#, #"{"op": "add", "path": "/a/b", "value": 1}"#,
            #"needs an array or an object at "/a", not a string"#
        ),
        (#"1"#, #"{"op": "add", "path": "/a", "value": 1}"#, #"needs an array or an object at "", not a number"#),
        (#"{}"#, #"{"op": "remove", "path": ""}"#, "removes the whole state, which can only be replaced"),
        (
            #"[]"#, #"{"op": "add", "path": "/99999999999999999999", "value": 1}"#,
            #"needs an index of an array as the end of "/99999999999999999999""#
        ),
    ])
    func saysWhyTheChangeCannotBeMade(document: String, operation: String, sentence: String) throws {
        let error = try #require(throws: StatePatchError.self) {
            try apply(#"[{"op": "replace", "path": "", "value": \#(document)}, \#(operation)]"#, to: "null")
        }
        #expect(error.description == "operation 1 of the patch " + sentence)
    }

    @Test func keepsTheChangesBeforeTheOneThatFails() throws {
        var document: JSONValue = ["a": ["b": [1, ["c": "text"]]]]
        let patch = StatePatch([
            .add(JSONPointer(["x"]), 1), .add(JSONPointer(["a", "b", "1", "c", "d"]), 2), .add(JSONPointer(["y"]), 3),
        ])
        #expect(throws: StatePatchError.self) { try patch.apply(to: &document) }
        #expect(document == ["a": ["b": [1, ["c": "text"]]], "x": 1])
    }

    @Test func doesWhatTheReferenceDoes() {
        var applied = 0
        for seed in 0..<3000 {
            var random = RandomPatch(seed: UInt64(seed))
            var document = random.document()
            for operation in random.patch(for: document).operations {
                let expected = ReferencePatch.apply(operation, to: document)
                let before = document
                do {
                    try StatePatch([operation]).apply(to: &document)
                    applied += 1
                    #expect(document == expected, "seed \(seed)")
                } catch {
                    #expect(expected == nil, "seed \(seed): \(error)")
                    #expect(document == before, "seed \(seed)")
                }
            }
        }
        #expect(applied > 2000)
    }

    @Test func refusesADocumentThatCouldNotBeReadAgain() throws {
        let path = JSONPointer(Array(repeating: "a", count: StatePatch.depthLimit - 1))
        var document = JSONValue.object([:])
        for depth in 1..<path.tokens.count {
            try StatePatch([.add(JSONPointer(Array(path.tokens.prefix(depth))), [:])]).apply(to: &document)
        }
        #expect(throws: StatePatchError.operation(index: 0, reason: .tooDeep(limit: 512))) {
            try StatePatch([.add(path, [[]])]).apply(to: &document)
        }
        try StatePatch([.add(path, [])]).apply(to: &document)
        #expect(try JSONValue(parsing: document.bytes(), depthLimit: StatePatch.depthLimit) == document)
        let whole = StatePatch.replacingAll(with: document)
        #expect(try StatePatch(parsing: whole.bytes) == whole)
    }

    @Test func costsWhatItTouches() throws {
        func time(members: Int) throws -> Duration {
            let keys = (0..<members).map { "key\($0)" }
            let card = JSONValue.object(["n": 0, "list": .array(Array(repeating: 1, count: members))])
            let row = JSONValue.object(JSONObject(members: keys.map { ($0, 1) }))
            var document = JSONValue.object(["cards": .object(JSONObject(members: keys.map { ($0, card) })), "rows": [row]])
            let patches = (0..<500).map { n in
                StatePatch([
                    .replace(JSONPointer(["cards", "key\(n % 10)", "n"]), .number(JSONNumber(n))),
                    .replace(JSONPointer(["cards", "key3", "list", "5"]), .number(JSONNumber(n))),
                    .replace(JSONPointer(["rows", "0", "key7"]), .number(JSONNumber(n))),
                ])
            }
            // The first changes give each card its own buffers.
            for patch in patches.prefix(10) { try patch.apply(to: &document) }
            return try ContinuousClock().measure {
                for patch in patches { try patch.apply(to: &document) }
            }
        }
        let small = try (0..<3).map { _ in try time(members: 20) }.min() ?? .zero
        let large = try (0..<3).map { _ in try time(members: 20_000) }.min() ?? .zero
        #expect(large < small * 20, "\(small) for 20 members, \(large) for 20,000")
    }
}
