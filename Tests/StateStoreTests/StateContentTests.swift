import JSONText
import StateStore
import Testing

struct StateContentTests {
    private func content(_ document: String, expiry: [String: Int64] = [:]) throws -> StateContent {
        var content = StateContent(document: try JSONValue(parsing: document))
        for (path, time) in expiry { content.expiry.apply(.expire(try JSONPointer(parsing: path), at: time)) }
        return content
    }

    private func patch(_ text: String) throws -> StatePatch {
        try StatePatch(parsing: Array(text.utf8))
    }

    @Test(arguments: [
        (#"{"a": 1}"#, #"[{"op": "add", "path": "/b", "value": 2}]"#, #"[{"op":"remove","path":"/b"}]"#),
        (#"{"a": 1}"#, #"[{"op": "add", "path": "/a", "value": 2}]"#, #"[{"op":"replace","path":"/a","value":1}]"#),
        (#"{"a": 1}"#, #"[{"op": "remove", "path": "/a"}]"#, #"[{"op":"add","path":"/a","value":1}]"#),
        (#"{"a": 1}"#, #"[{"op": "replace", "path": "", "value": 2}]"#, #"[{"op":"replace","path":"","value":{"a":1}}]"#),
        (#"{"l": [1]}"#, #"[{"op": "add", "path": "/l/-", "value": 2}]"#, #"[{"op":"remove","path":"/l/1"}]"#),
        (#"{"l": [1]}"#, #"[{"op": "add", "path": "/l/0", "value": 2}]"#, #"[{"op":"remove","path":"/l/0"}]"#),
        (#"{"l": [1, 2]}"#, #"[{"op": "remove", "path": "/l/0"}]"#, #"[{"op":"add","path":"/l/0","value":1}]"#),
        (#"{"l": [1, 2]}"#, #"[{"op": "replace", "path": "/l/1", "value": 3}]"#, #"[{"op":"replace","path":"/l/1","value":2}]"#),
        (
            #"{"a": 1}"#, #"[{"op": "remove", "path": "/a"}, {"op": "add", "path": "/b", "value": 2}]"#,
            #"[{"op":"remove","path":"/b"},{"op":"add","path":"/a","value":1}]"#
        ),
    ])
    func returnsThePatchThatTakesTheChangeBack(document: String, change: String, inverse: String) throws {
        var content = try content(document)
        #expect(try String(decoding: content.applyReversibly(patch(change)).bytes, as: UTF8.self) == inverse)
        var same = try JSONValue(parsing: document)
        #expect(try String(decoding: patch(change).applyReversibly(to: &same).bytes, as: UTF8.self) == inverse)
        #expect(same == content.document)
    }

    @Test func bringsBackWhatExpired() throws {
        let before = try content(#"{"calls": {"c7": {"x": 1}, "c8": {}}}"#, expiry: ["/calls/c7": 7, "/calls/c7/x": 8])
        var after = before
        let removal = try after.applyReversibly(patch(#"[{"op": "remove", "path": "/calls/c7"}]"#))
        #expect(after.expiry.isEmpty)
        #expect(removal.operations.count == 3)
        try after.apply(removal)
        #expect(after == before)
    }

    @Test func takesBackARenewalAndACancellation() throws {
        let before = try content(#"{"a": 1, "b": 2}"#, expiry: ["/a": 1, "/b": 2])
        var after = before
        let change = #"[{"op": "expire", "path": "/a", "at": 9}, {"op": "expire", "path": "/b", "at": null}]"#
        let inverse = try after.applyReversibly(patch(change))
        #expect(after.expiry.entries().map(\.time) == [9])
        try after.apply(inverse)
        #expect(after == before)
    }

    @Test func changesNothingWhenOneOperationCannotBeMade() throws {
        let before = try content(#"{"a": {"b": 1}, "l": [1]}"#, expiry: ["/a/b": 7])
        var after = before
        #expect(throws: StatePatchError.operation(index: 3, reason: .nothingThere(JSONPointer(["x"])))) {
            try after.applyReversibly(
                patch(
                    #"""
                    [{"op": "remove", "path": "/a"}, {"op": "add", "path": "/l/-", "value": 2},
                     {"op": "expire", "path": "/l", "at": 3}, {"op": "remove", "path": "/x"}]
                    """#
                )
            )
        }
        #expect(after == before)
    }

    @Test func undoingIsTheIdentity() throws {
        var changes = 0
        var entries = 0
        for seed in 0..<5000 {
            var random = RandomPatch(seed: UInt64(seed))
            var content = StateContent(document: random.document())
            var steps: [(before: StateContent, inverse: StatePatch)] = []
            for _ in 0..<4 {
                let before = content
                let patch = random.fittingPatch(for: content.document)
                let inverse = try content.applyReversibly(patch)
                var plain = before
                try plain.apply(patch)
                #expect(plain == content, "seed \(seed)")
                steps.append((before, try StatePatch(parsing: inverse.bytes)))
                changes += patch.operations.count
                entries += content.expiry.count
            }
            for step in steps.reversed() {
                try content.apply(step.inverse)
                #expect(content == step.before, "seed \(seed)")
            }
        }
        #expect(changes > 20_000 && entries > 2000)
    }

    @Test func replayingFromAnySnapshotGivesTheSame() throws {
        var replays = 0
        for seed in 0..<100 {
            var random = RandomPatch(seed: UInt64(seed))
            // Before version 1 a state is an empty object.
            var content = StateContent()
            var history: [(content: StateContent, patch: [UInt8])] = []
            for _ in 0..<10 {
                let patch =
                    history.isEmpty ? StatePatch.replacingAll(with: random.document()) : random.fittingPatch(for: content.document)
                try content.apply(patch)
                history.append((content, patch.bytes))
            }
            for start in 0...history.count {
                let snapshot = start > 0 ? history[start - 1].content : nil
                for version in max(1, start)...history.count {
                    let stored = StoredState(
                        sandbox: "a", version: Int64(version), turn: "t", snapshot: snapshot?.document.bytes(),
                        expiry: snapshot?.expiry.bytes ?? [], patches: history[start..<version].map(\.patch))
                    #expect(try stored.content() == history[version - 1].content, "seed \(seed), \(start) to \(version)")
                    replays += 1
                }
            }
        }
        #expect(replays == 100 * 65)
    }
}
