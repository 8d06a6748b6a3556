import JSONText
import StateStore
import Testing

/// A journal with a version that cannot be read: what shows it, what heals it, and what cuts it off.
struct StateRepairTests {
    private let store = MemoryStateStore()

    /// Stores `patches` as versions from 1.
    private func fill(_ patches: String...) async {
        let first = (try? await store.version(of: "shop")) ?? 0
        let results = await store.commit(patches.enumerated().map { .sample(first + Int64($0.offset) + 1, $0.element) })
        #expect(results.allSatisfy { $0 == .committed })
    }

    private static let put = #"[{"op":"replace","path":"","value":{"a":{"n":1},"b":2}}]"#
    static let broken = [
        #"[{"op":"remove","path":"/zzz"}]"#, #"[{"op":"remove","path":""}]"#, #"[{"op":"replace","path":"","value":7}]"#,
        #"[{"op":"add","path":"/b/c","value":1}]"#, #"[{"op":"replace","path":"/a/m/n","value":1}]"#, "no JSON",
    ]

    @Test(arguments: broken)
    func showsAndCuts(patch: String) async throws {
        await fill(Self.put, #"[{"op":"add","path":"/c","value":3}]"#, patch, #"[{"op":"add","path":"/d","value":4}]"#)
        let repair = try await StateRepair(of: "shop", in: store)
        #expect(repair.isNeeded && repair.current == 4 && repair.readable == 2)
        #expect(try await store.version(of: "shop") == 4, "looking changes nothing")
        #expect(repair.json["fault"]?.string?.contains("version 3 of the state of shop") == true)
        try await repair.cut(in: store)
        #expect(try await store.content(of: "shop", at: 2).document == ["a": ["n": 1], "b": 2, "c": 3])
        #expect(try await store.version(of: "shop") == 2)
        #expect(try await StateRepair(of: "shop", in: store).isNeeded == false)
    }

    @Test func ofAStateThatNeverCouldBeReadNothingIsLeft() async throws {
        await fill(#"[{"op":"remove","path":"/zzz"}]"#, "[]")
        let repair = try await StateRepair(of: "shop", in: store)
        #expect(repair.current == 2 && repair.readable == 0)
        try await repair.cut(in: store)
        #expect(try await store.version(of: "shop") == 0)
        #expect(try await store.sandboxes().isEmpty)
    }

    @Test func ofASoundStateNothingIsCut() async throws {
        #expect(try await StateRepair(of: "shop", in: store).isNeeded == false, "nothing is stored")
        await fill(Self.put, "[]")
        let repair = try await StateRepair(of: "shop", in: store)
        try await repair.cut(in: store)
        #expect(repair.readable == 2)
        #expect(try await store.version(of: "shop") == 2)
    }

    /// Neither of these depends on what was there, and the history stays.
    @Test(arguments: broken, ["put", "reset", "restore", "import"])
    func whatReplacesAllHeals(patch: String, edit: String) async throws {
        await fill(Self.put, #"[{"op":"expire","path":"/a","at":77},{"op":"expire","path":"/b","at":78}]"#, patch)
        let editor = StateEditor(store: store, limit: 1 << 20) { [store] in await store.commit([$0])[0] }
        let edits: [String: (StateEdit, StateContent)] = [
            "put": (.put(["a": 5]), StateContent(document: ["a": 5])), "reset": (.reset(["a": 6]), StateContent(document: ["a": 6])),
            "restore": (.restore(1), StateContent(document: ["a": ["n": 1], "b": 2])),
            "import": (.load(StateContent(document: ["c": 1])), StateContent(document: ["c": 1])),
        ]
        let (made, expected) = try #require(edits[edit])
        #expect(try await editor.make(made, of: "shop", turn: "by hand", time: 7) == 4)
        let content = try await store.content(of: "shop", at: 4)
        #expect(content.document == expected.document)
        if edit != "put" { #expect(content.expiry == expected.expiry, "what expired before does not expire now") }
        #expect(try await store.load("shop")?.outline().shape == DocumentShape(expected.document))
        #expect(try await StateRepair(of: "shop", in: store).isNeeded == false)
        var export = try await StateExport(of: "shop", withHistory: false, in: store)
        var bytes: [UInt8] = []
        while let part = try await export.nextPart() { bytes += part }
        #expect(try StateArchive(parsing: bytes).content == content)
    }

    @Test func aPatchByHandDoesNotReplaceAllAndSaysWhatToDo() async throws {
        await fill(Self.put, Self.broken[0])
        let editor = StateEditor(store: store, limit: 1 << 20) { [store] in await store.commit([$0])[0] }
        let patch = try HandwrittenPatch(parsing: Array(#"[{"op":"add","path":"/x","value":1}]"#.utf8))
        let error = try await #require(throws: StateEditError.self) {
            try await editor.make(.patch(patch), of: "shop", turn: "by hand", time: 7)
        }
        #expect(error.description.contains("\"ringbox state repair shop\""))
    }
}
