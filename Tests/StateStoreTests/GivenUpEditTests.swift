import JSONText
import StateStore
import Synchronization
import Testing

/// Edits of a large state that nobody waits for any longer: each of their steps is given up, and nothing is stored.
struct GivenUpEditTests {
    private static let count = 5_000
    /// About so many values are between two questions.
    private static let interval = 1_024

    private let large = Self.document("x")

    private static func document(_ text: String) -> JSONValue {
        var members = JSONObject()
        for number in 0..<count { members["\(number)"] = ["text": .string(text)] }
        return .object(members)
    }

    /// Makes an edit that is given up at a question.
    ///
    /// - Returns: How many questions there were.
    private func make(_ edit: StateEdit, in store: MemoryStateStore, givingUpAfter limit: Int) async throws -> Int {
        let count = Atomic(0)
        let goesOn = { @Sendable in count.add(1, ordering: .relaxed).newValue <= limit }
        let editor = StateEditor(store: store, limit: 1 << 24, while: goesOn) { await store.commit([$0])[0] }
        do {
            _ = try await editor.make(edit, of: "shop", turn: "by hand", time: 7)
        } catch .abandoned, .patch(.abandoned) {
            #expect(try await store.version(of: "shop") == 2)
        }
        return count.load(ordering: .relaxed)
    }

    @Test(arguments: ["put", "reset", "load", "restore", "patch", "all"])
    func noStepGoesOnForLong(_ kind: String) async throws {
        let store = MemoryStateStore()
        let other = Self.document("y")
        let patches = [StatePatch.replacingAll(with: large), StatePatch(from: large, to: other)]
        for (index, patch) in patches.enumerated() {
            _ = await store.commit([.sample(Int64(index + 1), String(decoding: patch.bytes, as: UTF8.self))])
        }
        let copy = #"[{"op": "copy", "from": "/7", "path": "/8"}]"#
        let edit: StateEdit =
            switch kind {
            case "put": .put(large)
            case "reset": .reset(large)
            case "load": .load(StateContent(document: large))
            case "restore": .restore(1)
            case "patch": .patch(try HandwrittenPatch(parsing: Array(copy.utf8)))
            default: .put(["n": 1])
            }
        for limit in stride(from: 0, to: 16, by: 5) {
            let questions = try await make(edit, in: store, givingUpAfter: limit)
            #expect(questions > limit && questions < limit + 10, "\(questions) questions, given up after \(limit)")
            #expect(try await store.version(of: "shop") == 2)
        }
        // Reading what is there, looking at the size, comparing and writing: each looks at as many values.
        let questions = try await make(edit, in: store, givingUpAfter: .max)
        #expect(questions > (kind == "all" ? 2 : 4) * 2 * Self.count / Self.interval, "\(questions)")
        #expect(try await store.version(of: "shop") == 3)
    }

    @Test func comparingAndWritingAreGivenUp() {
        let other = Self.document("y")
        for limit in [1, 2] {
            let count = Atomic(0)
            let patch = StatePatch(from: large, to: other) { count.add(1, ordering: .relaxed).newValue <= limit }
            #expect(patch.operations.count < Self.count / 2, "after \(limit)")
        }
        #expect(StatePatch(from: large, to: other).operations.count == Self.count)
    }

    @Test func readingIsGivenUp() throws {
        let patch = StatePatch.replacingAll(with: large).bytes
        let put = large.bytes()
        let head = #"{"ringbox":"state","format":1,"sandbox":"shop","version":1,"patches":0}"#
        let archive = Array("\(head)\n{\"document\":\(large.text),\"expires\":{}}\n{\"end\":true,\"lines\":3}\n".utf8)
        let operations = Array("[{\"op\": \"add\", \"path\": \"/a\", \"value\": \(large.text)}]".utf8)
        for limit in 0..<5 {
            func patience() -> () -> Bool {
                var left = limit
                return {
                    left -= 1
                    return left >= 0
                }
            }
            #expect(throws: StateEditError.abandoned) { try StateEdit.document(put, while: patience()) }
            #expect(throws: HandwrittenPatchError.abandoned) { try HandwrittenPatch(parsing: operations, while: patience()) }
            #expect(throws: StateArchiveError.abandoned) { try StateArchive(parsing: archive, while: patience()) }
            let snapshot = StoredState(sandbox: "shop", version: 1, turn: "t", snapshot: put, patches: [])
            let journal = StoredState(sandbox: "shop", version: 1, turn: "t", snapshot: nil, patches: [patch])
            for stored in [snapshot, journal] {
                #expect(throws: StateStoreError.closed) { try stored.content(while: patience()) }
            }
            #expect(throws: StateStoreError.closed) { try journal.outline(while: patience()) }
        }
        #expect(try StateArchive(parsing: archive).content.document == large)
        #expect(throws: Never.self) { try HandwrittenPatch(parsing: operations) }
    }
}
