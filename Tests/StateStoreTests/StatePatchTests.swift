import JSONText
import StateStore
import TestSupport
import Testing

struct StatePatchTests {
    @Test func readsTheFourOperations() throws {
        let text = #"""
            [{"op": "add", "path": "/a~1b/-", "value": {"имя": "Иван"}, "comment": "ignored"},
             {"op": "replace", "path": "", "value": null}, {"path": "/m~0n", "op": "remove"},
             {"op": "expire", "path": "/calls/c7", "at": 1764000000000}, {"op": "expire", "path": "/a", "at": null}]
            """#
        #expect(
            try StatePatch(parsing: Array(text.utf8)).operations == [
                .add(JSONPointer(["a/b", "-"]), ["имя": "Иван"]), .replace(.root, nil), .remove(JSONPointer(["m~n"])),
                .expire(JSONPointer(["calls", "c7"]), at: 1_764_000_000_000), .expire(JSONPointer(["a"]), at: nil),
            ]
        )
    }

    @Test func readsWhatItWrites() throws {
        for seed in 0..<300 {
            var random = RandomPatch(seed: UInt64(seed))
            let patch = random.fittingPatch(for: random.document())
            #expect(try StatePatch(parsing: patch.bytes) == patch, "seed \(seed)")
        }
    }

    @Test(arguments: [
        ("", "a patch of state has to be JSON: line 1, column 1: the text is empty, JSON needs a value"),
        ("{}", "a patch of state has to be a list of operations, not an object"),
        ("[1]", #"operation 0 of the patch has to be an object with "op" and "path", not a number"#),
        (#"[{"path": ""}]"#, #"operation 0 of the patch has no "op""#),
        (#"[{"op": 1, "path": ""}]"#, #"operation 0 of the patch has to have a string as "op", not a number"#),
        (#"[{"op": "add", "value": 1}]"#, #"operation 0 of the patch has no "path""#),
        (#"[{"op": "add", "path": "/a"}]"#, #"operation 0 of the patch has no "value""#),
        (#"[{"op": "replace", "path": "/a"}]"#, #"operation 0 of the patch has no "value""#),
        (
            #"[{"op": "remove", "path": "/a"}, {"op": "move", "path": "/a", "from": "/b"}]"#,
            #"operation 1 of the patch is "move", and only "add", "replace", "remove" and "expire" exist"#
        ),
        (#"[{"op": "expire", "path": "/a"}]"#, #"operation 0 of the patch has no "at""#),
        (
            #"[{"op": "expire", "path": "/a", "at": "soon"}]"#,
            #"operation 0 of the patch has to have a whole number of milliseconds, or null, as "at", not a string"#
        ),
        (
            #"[{"op": "expire", "path": "/a", "at": 1.5}]"#,
            #"operation 0 of the patch has to have a whole number of milliseconds, or null, as "at", not 1.5"#
        ),
        (
            #"[{"op": "expire", "path": "/a", "at": -9223372036854775808}]"#,
            #"operation 0 of the patch has to have a time from 0 to 8640000000000000 as "at", not -9223372036854775808"#
        ),
        (
            #"[{"op": "expire", "path": "/a", "at": 8640000000000001}]"#,
            #"operation 0 of the patch has to have a time from 0 to 8640000000000000 as "at", not 8640000000000001"#
        ),
        (
            #"[{"op": "expire", "path": "", "at": 1}]"#,
            "operation 0 of the patch has the whole state expire, which can only be replaced"
        ),
        (
            "[{\"op\": \"expire\", \"path\": \"" + String(repeating: "/a", count: 513) + "\", \"at\": 1}]",
            "operation 0 of the patch nests arrays and objects deeper than 512"
        ),
        (
            #"[{"op": "remove", "path": "a"}]"#,
            #"operation 0 of the patch has a bad path: the JSON pointer "a" has to be empty or to begin with "/""#
        ),
    ])
    func saysWhyATextIsNoPatch(text: String, sentence: String) throws {
        let error = try #require(throws: StatePatchError.self) { try StatePatch(parsing: Array(text.utf8)) }
        #expect(error.description == sentence)
    }

    @Test func readsAJournalsTimeThatIsNoneAsTheNearestOne() throws {
        let text = #"[{"op":"expire","path":"/a","at":-9223372036854775808},{"op":"expire","path":"/b","at":9223372036854775807}]"#
        let patch = try StatePatch(stored: Array(text.utf8))
        #expect(patch.operations == [.expire(JSONPointer(["a"]), at: 0), .expire(JSONPointer(["b"]), at: 8_640_000_000_000_000)])
    }

    @Test func neverCrashesOnDamagedText() {
        var generator = SeededGenerator(seed: 7)
        let text = Array(#"[{"op":"add","path":"/a/0","value":{"b":[1,"é"]}},{"op":"remove","path":"/c~1d"}]"#.utf8)
        for _ in 0..<5000 {
            var damaged = text
            for _ in 0..<Int.random(in: 1...3, using: &generator) {
                let index = Int.random(in: 0..<damaged.count, using: &generator)
                damaged[index] = UInt8.random(in: 0...255, using: &generator)
            }
            guard let patch = try? StatePatch(parsing: damaged) else { continue }
            #expect(throws: Never.self) { try StatePatch(parsing: patch.bytes) }
        }
    }
}
