import JSONText
import StateStore
import Testing

struct StateDifferenceTests {
    @Test(arguments: [
        (#"{"a": 1}"#, #"{"a": 1}"#, "[]"),
        // The order of members counts.
        (#"{"a": 1, "b": 2}"#, #"{"b": 2, "a": 1}"#, #"[{"op":"remove","path":"/a"},{"op":"add","path":"/a","value":1}]"#),
        (
            #"{"a": 1, "b": 2, "c": 3}"#, #"{"a": 1, "n": 0, "b": 2, "c": 3}"#,
            #"[{"op":"replace","path":"","value":{"a":1,"n":0,"b":2,"c":3}}]"#
        ),
        (
            #"{"x": 1, "a": 1, "b": [2], "c": 3}"#, #"{"x": 1, "b": [4], "c": 3, "a": 5}"#,
            #"[{"op":"remove","path":"/a"},{"op":"replace","path":"/b/0","value":4},{"op":"add","path":"/a","value":5}]"#
        ),
        (
            #"{"l": [{"a": 1, "b": 2}]}"#, #"{"l": [{"b": 2, "a": 1}]}"#,
            #"[{"op":"remove","path":"/l/0/a"},{"op":"add","path":"/l/0/a","value":1}]"#
        ),
        (#"{"a": 1}"#, #"{"a": 2}"#, #"[{"op":"replace","path":"/a","value":2}]"#),
        (#"{"a": 1}"#, #"{"a": 1.0}"#, #"[{"op":"replace","path":"/a","value":1.0}]"#),
        (#"{"a": 1}"#, #"{"a": 1, "б": "я"}"#, #"[{"op":"add","path":"/б","value":"я"}]"#),
        (#"{"a": 1, "b/c": 2}"#, #"{"a": 1}"#, #"[{"op":"remove","path":"/b~1c"}]"#),
        (#"{"a": {"b": {"c": 1}}}"#, #"{"a": {"b": {"c": 2}}}"#, #"[{"op":"replace","path":"/a/b/c","value":2}]"#),
        (#"{"a": {"b": 1}}"#, #"{"a": {"c": 1}}"#, #"[{"op":"replace","path":"/a","value":{"c":1}}]"#),
        (#"{"l": [1, 2, 3]}"#, #"{"l": [1, 3]}"#, #"[{"op":"remove","path":"/l/1"}]"#),
        (#"{"l": [1, 2, 3]}"#, #"{"l": [2, 3, 4]}"#, #"[{"op":"remove","path":"/l/0"},{"op":"add","path":"/l/2","value":4}]"#),
        (#"{"l": [1, 3]}"#, #"{"l": [1, 2, 3]}"#, #"[{"op":"add","path":"/l/1","value":2}]"#),
        (#"{"l": [{"n": 1, "m": 1}]}"#, #"{"l": [{"n": 2, "m": 1}]}"#, #"[{"op":"replace","path":"/l/0/n","value":2}]"#),
        (#"{"l": [1]}"#, #"{"l": {}}"#, #"[{"op":"replace","path":"/l","value":{}}]"#),
        ("[1]", "null", #"[{"op":"replace","path":"","value":null}]"#),
    ])
    func isWhatIsDifferentAndNothingElse(old: String, new: String, patch: String) throws {
        let difference = StatePatch(from: try JSONValue(parsing: old), to: try JSONValue(parsing: new))
        #expect(String(decoding: difference.bytes, as: UTF8.self) == patch)
    }

    /// Of any document any other one is made, in the order of its members.
    @Test func makesTheOneOfTheOther() throws {
        var changes = 0
        for seed in 0..<6000 {
            var random = RandomPatch(seed: UInt64(seed))
            let old = random.document()
            var new = random.document()
            if seed % 3 > 0 {
                new = old
                try random.fittingPatch(for: old).apply(to: &new)
            }
            let difference = StatePatch(from: old, to: new)
            #expect(difference.operations.isEmpty == old.text.utf8.elementsEqual(new.text.utf8), "seed \(seed)")
            var document = old
            try StatePatch(parsing: difference.bytes).apply(to: &document)
            #expect(document.text == new.text, "seed \(seed)")
            let rebuilt = try difference.operations.reduce(old) { try #require(ReferencePatch.apply($1, to: $0)) }
            #expect(rebuilt == new, "seed \(seed), by another implementation of RFC 6902")
            changes += difference.operations.count
        }
        #expect(changes > 5_000)
    }

    /// A member that went behind the others is told, by the difference and by the history.
    @Test func tellsThatAMemberChangedItsPlace() async throws {
        let store = MemoryStateStore()
        _ = await store.commit([
            .sample(1, #"[{"op":"replace","path":"","value":{"агенты":{"Анна":1,"Борис":2}}}]"#),
            .sample(2, #"[{"op":"remove","path":"/агенты/Анна"},{"op":"add","path":"/агенты/Анна","value":1}]"#),
            .sample(3, #"[{"op":"replace","path":"/агенты","value":{"Анна":1,"Борис":2}}]"#),
        ])
        let difference = try await StateDifference(of: "shop", from: 1, to: 2, in: store)
        let anna = JSONPointer(["агенты", "Анна"])
        #expect(difference.patch.operations == [.remove(anna), .add(anna, 1)])
        #expect(
            difference.changes == [
                StateChange(path: anna, effect: .value(before: 1, after: nil)),
                StateChange(path: anna, effect: .value(before: nil, after: 1)),
            ])
        #expect(try await StateDifference(of: "shop", from: 1, to: 3, in: store).changes.isEmpty)
        let boris = JSONPointer(["агенты", "Борис"])
        let entry = try await StateHistory(of: "shop", in: store).entries(StateHistoryQuery(path: JSONPointer([]), limit: 1))
        #expect(
            entry.first?.changes == [
                StateChange(path: boris, effect: .value(before: 2, after: nil)),
                StateChange(path: boris, effect: .value(before: nil, after: 2)),
            ])
    }

    @Test func hasTheSameExpireAtTheSameTimes() throws {
        var entries = 0
        for seed in 0..<2000 {
            var random = RandomPatch(seed: UInt64(seed))
            let old = try content(&random)
            let new = try content(&random)
            var content = old
            try content.apply(StatePatch(from: old, to: new))
            #expect(content == new, "seed \(seed)")
            entries += new.expiry.count
        }
        #expect(entries > 500)
    }

    private func content(_ random: inout RandomPatch) throws -> StateContent {
        var content = StateContent(document: random.document())
        for _ in 0..<3 { try content.apply(random.fittingPatch(for: content.document)) }
        return content
    }

    @Test func aLongArrayThatMovesOnDoesNotTakeLong() throws {
        let old = JSONValue.array((0..<20_000).map { .number(JSONNumber($0)) })
        let new = JSONValue.array((1..<20_001).map { .number(JSONNumber($0)) })
        var document = old
        try StatePatch(from: old, to: new).apply(to: &document)
        #expect(document == new)
    }

    @Test func liesBetweenAnyTwoVersions() async throws {
        let store = MemoryStateStore()
        _ = await store.commit([
            .sample(1, #"[{"op":"replace","path":"","value":{"n":1,"имя":"Иван"}}]"#),
            .sample(2, #"[{"op":"replace","path":"/n","value":2},{"op":"expire","path":"/имя","at":5}]"#),
            .sample(3, #"[{"op":"replace","path":"/имя","value":"Пётр"}]"#),
        ])
        let difference = try await StateDifference(of: "shop", from: 1, to: nil, in: store)
        #expect((difference.from, difference.to) == (1, 3))
        let imja = JSONPointer(["имя"])
        #expect(
            difference.changes == [
                StateChange(path: JSONPointer(["n"]), effect: .value(before: 1, after: 2)),
                StateChange(path: imja, effect: .value(before: "Иван", after: "Пётр")),
                StateChange(path: imja, effect: .expiry(before: nil, after: 5)),
            ])
        #expect(try await StateDifference(of: "shop", from: 0, to: 1, in: store).patch.operations.count == 2)
        #expect(try await StateDifference(of: "shop", from: 3, to: 3, in: store).patch.operations.isEmpty)
        await #expect(throws: StateStoreError.noSuchVersion(sandbox: "shop", version: 4, current: 3)) {
            try await StateDifference(of: "shop", from: 1, to: 4, in: store)
        }
    }
}
