import JSONText
import StateStore
import Testing

struct StoredStateTests {
    private func stored(_ version: Int64, snapshot: String? = nil, patches: String...) -> StoredState {
        StoredState(
            sandbox: "uis_test", version: version, turn: "t", snapshot: snapshot.map { Array($0.utf8) },
            patches: patches.map { Array($0.utf8) }
        )
    }

    @Test func beginsWithAnEmptyObject() throws {
        let state = stored(2, patches: #"[{"op":"add","path":"/a","value":1}]"#, #"[{"op":"add","path":"/b","value":2}]"#)
        #expect(try state.document() == ["a": 1, "b": 2])
    }

    @Test func beginsWithTheSnapshot() throws {
        let state = stored(8, snapshot: #"{"звонки":[1]}"#, patches: #"[{"op":"add","path":"/звонки/-","value":2}]"#)
        #expect(try state.document() == ["звонки": [1, 2]])
    }

    @Test func namesTheVersionOfAPatchThatCannotBeRead() throws {
        let state = stored(8, snapshot: "{}", patches: "[]", #"[{"op":"remove","path":"/a"}]"#, "[]")
        let error = try #require(throws: StateStoreError.self) { try state.document() }
        #expect(
            error.description == """
                version 7 of the state of uis_test cannot be read: \
                operation 0 of the patch needs something at "/a", where nothing is
                """
        )
    }

    @Test func namesTheVersionOfASnapshotThatCannotBeRead() throws {
        let error = try #require(throws: StateStoreError.self) { try stored(8, snapshot: "{", patches: "[]").document() }
        #expect(error.description.hasPrefix("the snapshot of version 7 of the state of uis_test cannot be read: line 1"))
    }
}
