import JSONText
import StateStore
import TestSupport
import Testing

struct StatePatchTests {
    @Test func readsTheThreeOperations() throws {
        let text = #"""
            [{"op": "add", "path": "/a~1b/-", "value": {"имя": "Иван"}, "comment": "ignored"},
             {"op": "replace", "path": "", "value": null}, {"path": "/m~0n", "op": "remove"}]
            """#
        #expect(
            try StatePatch(parsing: Array(text.utf8)).operations == [
                .add(JSONPointer(["a/b", "-"]), ["имя": "Иван"]), .replace(.root, nil), .remove(JSONPointer(["m~n"])),
            ]
        )
    }

    @Test func readsWhatItWrites() throws {
        for seed in 0..<300 {
            var random = RandomPatch(seed: UInt64(seed))
            let patch = random.patch(for: random.document())
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
            #"operation 1 of the patch is "move", and only "add", "replace" and "remove" exist"#
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
