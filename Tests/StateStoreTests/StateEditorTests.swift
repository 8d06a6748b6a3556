import JSONText
import StateStore
import Synchronization
import Testing

struct StateEditorTests {
    private let store = MemoryStateStore()

    private func editor(limit: Int = 1 << 20) -> StateEditor {
        StateEditor(store: store, limit: limit) { [store] in await store.commit([$0])[0] }
    }

    @discardableResult
    private func make(_ edit: StateEdit, if condition: StateCondition = .none, limit: Int = 1 << 20) async throws -> Int64 {
        let turn = "by hand \(try await store.version(of: "shop"))"
        return try await editor(limit: limit).make(edit, of: "shop", if: condition, turn: turn, time: 7)
    }

    private func content() async throws -> StateContent { try await store.content(of: "shop", at: store.version(of: "shop")) }

    private func patch(_ text: String) throws -> StateEdit { .patch(try HandwrittenPatch(parsing: Array(text.utf8))) }

    private func document(_ text: String) throws -> JSONValue { try JSONValue(parsing: text) }

    @Test func storesWhatAnEditChangesUnderItsCause() async throws {
        try await make(.put(document(#"{"b": 1, "a": {"x": [1, 2]}}"#)))
        try await make(.put(document(#"{"a": {"x": [1, 2, 3]}, "b": 1}"#)))
        #expect(try await content().document.text == #"{"a":{"x":[1,2,3]},"b":1}"#, "the order of members is kept as well")
        try await make(patch(#"[{"op": "test", "path": "/b", "value": 1}, {"op": "remove", "path": "/b"}]"#))
        try await make(.restore(1))
        try await make(.reset(document(#"{"n": 0}"#)))
        let rows = try await store.patches(of: "shop", after: 0)
        #expect(rows.map(\.cause) == ["put", "put", "patch", "restore 1", "reset"])
        #expect(rows.allSatisfy { $0.time == 7 })
        #expect(String(decoding: rows[2].patch, as: UTF8.self) == #"[{"op":"remove","path":"/b"}]"#)
    }

    @Test func aSmallChangeOfALargeStateIsASmallPatch() async throws {
        var large: JSONObject = [:]
        for number in 0..<1_000 { large["\(number)"] = ["text": "something or other"] }
        try await make(.put(.object(large)))
        large["500"] = ["text": "something else"]
        try await make(.put(.object(large)))
        let rows = try await store.patches(of: "shop", after: 1)
        #expect(rows[0].patch.count < 100)
        #expect(try await content().document == .object(large))
    }

    @Test(arguments: [
        (StateCondition(match: .among([2])), true), (StateCondition(match: .among([1, 2])), true), (StateCondition(match: .any), true),
        (StateCondition(match: .among([1])), false), (StateCondition(match: .among([])), false),
        (StateCondition(noneMatch: .among([2])), false), (StateCondition(noneMatch: .any), false),
        (StateCondition(noneMatch: .among([1, 3])), true), (StateCondition(match: .among([2]), noneMatch: .among([2])), false),
    ])
    func makesAnEditOnlyIfItsConditionHolds(condition: StateCondition, holds: Bool) async throws {
        try await make(.put(["n": 1]))
        try await make(.put(["n": 2]))
        if holds {
            #expect(try await make(.put(["n": 3]), if: condition) == 3)
        } else {
            await #expect(throws: StateEditError.moved(current: 2, condition)) { try await make(.put(["n": 3]), if: condition) }
            #expect(try await content().document == ["n": 2])
        }
    }

    @Test func aStateOfWhichNothingIsStoredIsNotAnyVersion() async throws {
        await #expect(throws: StateEditError.self) { try await make(.put([:]), if: StateCondition(match: .any)) }
        #expect(try await make(.put([:]), if: StateCondition(match: .among([0]), noneMatch: .any)) == 1)
    }

    @Test func restoringAndRestoringBackIsTheIdentity() async throws {
        var expiring = 0
        for seed in 0..<400 {
            var random = RandomPatch(seed: UInt64(seed))
            let store = MemoryStateStore()
            let editor = StateEditor(store: store, limit: 1 << 20) { await store.commit([$0])[0] }
            var content = StateContent()
            for version in 1...6 {
                let patch = random.fittingPatch(for: content.document)
                try content.apply(patch)
                _ = await store.commit([.sample(Int64(version), String(decoding: patch.bytes, as: UTF8.self))])
            }
            let target = Int64(seed % 6)
            #expect(try await editor.make(.restore(target), of: "shop", turn: "a", time: 1) == 7)
            let then = try await store.content(of: "shop", at: target)
            let restored = try await store.content(of: "shop", at: 7)
            #expect(restored == then && restored.document.text == then.document.text, "seed \(seed)")
            #expect(try await editor.make(.restore(6), of: "shop", turn: "b", time: 2) == 8)
            let back = try await store.content(of: "shop", at: 8)
            #expect(back == content && back.document.text == content.document.text, "seed \(seed)")
            expiring += content.expiry.count
        }
        #expect(expiring > 100)
    }

    @Test func aPutKeepsWhatExpiresAndAResetDoesNot() async throws {
        try await make(.put(["a": 1, "b": 2]))
        try await make(patch(#"[{"op": "expire", "path": "/a", "at": 5}, {"op": "expire", "path": "/b", "at": 6}]"#))
        try await make(.put(["a": 9]))
        #expect(try await content().expiry.entries().map(\.time) == [5])
        try await make(.reset(["a": 9]))
        #expect(try await content().expiry.isEmpty)
        try await make(.restore(2))
        #expect(try await content().expiry.entries().map(\.time) == [5, 6])
    }

    @Test func refusesWhatIsTooLargeOrNoObject() async throws {
        await #expect(throws: StateEditError.tooLarge(bytes: 24, limit: 20)) {
            try await make(.put(["text": "0123456789012"]), limit: 20)
        }
        try await make(.put(["l": []]), limit: 20)
        await #expect(throws: StateEditError.tooLarge(bytes: 22, limit: 20)) {
            try await make(patch(#"[{"op": "add", "path": "/l/-", "value": "0123456789aa"}]"#), limit: 20)
        }
        await #expect(throws: StateEditError.notAnObject("a number")) {
            try await make(patch(#"[{"op": "replace", "path": "", "value": 1}]"#))
        }
        #expect(try await store.version(of: "shop") == 1)
    }

    /// Forty copies of everything into itself would be 10 TB.
    @Test func doesNotMakeCopiesOfCopiesWithoutEnd() async throws {
        try await make(.put(["text": "0123456789"]))
        let copies = (0..<40).map { #"{"op": "copy", "from": "", "path": "/\#($0)"}"# }
        let error = await #expect(throws: StateEditError.self) {
            try await make(patch("[\(copies.joined(separator: ","))]"), limit: 10_000)
        }
        #expect(
            error?.description.contains("operation 8 of the patch copies more than the 10000 bytes") == true, "\(error?.description ?? "")")
    }

    /// What is stored is what is different, however often it was moved about: written out, these moves would be 269 MB.
    @Test func movesBackAndForthAreNoDifference() async throws {
        var members = JSONObject()
        for number in 0..<5_000 { members["key \(number)"] = 1 }
        try await make(.put(["a": .object(members)]))
        let pair = #"{"op": "move", "from": "/a", "path": "/b"}, {"op": "move", "from": "/b", "path": "/a"}"#
        try await make(patch("[" + Array(repeating: pair, count: 1_000).joined(separator: ",") + "]"))
        #expect(try await content().document == ["a": .object(members)])
        #expect(try await store.patches(of: "shop", after: 1).map(\.patch.count) == [2])
        try await make(patch(#"[{"op": "move", "from": "/a/key 7", "path": "/a/key 7a"}]"#))
        let last = try await store.patches(of: "shop", after: 2)
        #expect(last[0].patch.count < 100, "\(last[0].patch.count)")
    }

    @Test func anEditThatNobodyWaitsForIsGivenUp() async throws {
        let commit = { @Sendable [store] in await store.commit([$0 as StateCommit])[0] }
        let editor = StateEditor(store: store, limit: 1 << 20, while: { false }, commit: commit)
        await #expect(throws: StateEditError.abandoned) {
            try await editor.make(.put(["n": 1]), of: "shop", turn: "t", time: 7)
        }
    }

    @Test func aSeedComesFirst() async throws {
        let version = try await editor().make(
            patch(#"[{"op": "replace", "path": "/n", "value": 2}]"#), of: "shop", seed: { ["n": 1] }, turn: "t", time: 7)
        #expect(version == 2)
        #expect(try await store.patches(of: "shop", after: 0).map(\.cause) == ["seed", "patch"])
    }

    /// Somebody else is quicker: the edit is made on what that one left, or not at all if its condition says so.
    @Test func beginsAnewWhenSomebodyElseIsQuicker() async throws {
        try await make(.put(["n": 1]))
        let others = Mutex(2)
        let racing = StateEditor(store: store, limit: 1 << 20) { [store] commit in
            let isRace = others.withLock { left in
                left -= 1
                return left >= 0
            }
            if isRace {
                let patch = #"[{"op":"add","path":"/other\#(commit.version)","value":1}]"#
                _ = await store.commit([.sample(commit.version, patch)])
            }
            return await store.commit([commit])[0]
        }
        let edit = try patch(#"[{"op": "replace", "path": "/n", "value": 2}]"#)
        #expect(try await racing.make(edit, of: "shop", turn: "mine", time: 7) == 4)
        #expect(try await content().document == ["n": 2, "other2": 1, "other3": 1])
        others.withLock { $0 = 1 }
        let condition = StateCondition(match: .among([4]))
        await #expect(throws: StateEditError.moved(current: 5, condition)) {
            try await racing.make(edit, of: "shop", if: condition, turn: "mine too", time: 7)
        }
    }
}
