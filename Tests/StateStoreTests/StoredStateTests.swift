import JSONText
import StateStore
import Testing

struct StoredStateTests {
    private func stored(_ version: Int64, snapshot: String? = nil, expiry: String = "", patches: String...) -> StoredState {
        StoredState(
            sandbox: "uis_test", version: version, turn: "t", snapshot: snapshot.map { Array($0.utf8) },
            expiry: Array(expiry.utf8), patches: patches.map { Array($0.utf8) }
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

    @Test func hasWhatExpires() throws {
        let state = stored(
            9, snapshot: #"{"a":{},"b":1}"#, expiry: #"[{"op":"expire","path":"/a/x","at":7},{"op":"expire","path":"/b","at":8}]"#,
            patches: #"[{"op":"replace","path":"/a","value":1}]"#, #"[{"op":"expire","path":"/a","at":9}]"#)
        #expect(try state.content().expiry.entries().map { "\($0.path) \($0.time)" } == ["/b 8", "/a 9"])
        #expect(try state.expirySchedule() == state.content().expiry)
    }

    @Test(arguments: [#"[{"op":"expire","path":"/a","at":9}]"#, #"[{"op":"\u0065xpire","path":"/a","at":9}]"#])
    func findsTheFirstThatExpires(patch: String) throws {
        let state = stored(4, patches: #"[{"op":"add","path":"/a","value":1}]"#, "no patch", patch, #"[{"op":"remove","path":"/b"}]"#)
        #expect(try state.expirySchedule().nextDue == 9)
    }

    @Test func namesTheVersionWhoseExpiryCannotBeRead() throws {
        for text in ["{}", "no JSON"] {
            let state = stored(8, snapshot: "{}", expiry: text, patches: "[]")
            let error = try #require(throws: StateStoreError.self) { try state.content() }
            #expect(error.description.hasPrefix("what expires in the snapshot of version 7 of the state of uis_test cannot be read:"))
            #expect(throws: error) { try state.expirySchedule() }
        }
        let broken = stored(3, expiry: #"[{"op":"expire","path":"/a","at":9}]"#, patches: "[]", "[1]")
        let error = try #require(throws: StateStoreError.self) { try broken.expirySchedule() }
        #expect(error.description.hasPrefix("version 3 of the state of uis_test cannot be read: operation 0"))
    }

    @Test func namesTheVersionOfAPatchThatCannotBeRead() throws {
        let state = stored(8, snapshot: "{}", patches: "[]", #"[{"op":"remove","path":"/a"}]"#, "[]")
        let error = try #require(throws: StateStoreError.self) { try state.document() }
        #expect(
            error.description == """
                version 7 of the state of uis_test cannot be read: \
                operation 0 of the patch needs something at "/a", where nothing is; \
                "ringbox state repair uis_test" shows what can be done
                """
        )
    }

    /// What a put or a reset leaves does not depend on what was there.
    @Test func needsNoneOfThePatchesBeforeOneThatReplacesAll() throws {
        let state = stored(
            9, snapshot: "no JSON", expiry: "no patch", patches: #"[{"op":"remove","path":"/nothing"}]"#, "expire",
            #"[{"op":"expire","path":"/a","at":5}]"#,
            #"[{"op":"replace","path":"","value":{"a":{}}}]"#, #"[{"op":"add","path":"/b","value":1}]"#)
        #expect(try state.document() == ["a": [:], "b": 1])
        #expect(try state.content().expiry[JSONPointer(["a"])] == 5)
        #expect(try state.outline().shape == DocumentShape(["a": [:], "b": 1]))
        #expect(try state.outline().expiry == state.content().expiry)
    }

    @Test(arguments: [
        #"[{"op":"remove","path":"/a"}]"#, #"[{"op":"remove","path":""}]"#, #"[{"op":"replace","path":"","value":7}]"#,
        #"[{"op":"add","path":"/n/x","value":1}]"#,
    ])
    func hasNoOutlineWhenAPatchDoesNotFit(patch: String) {
        let state = stored(8, snapshot: #"{"n":1}"#, patches: "[]", patch)
        #expect(throws: StateStoreError.self) { try state.outline() }
    }

    @Test func stopsReadingWhenItIsNotNeededAnyMore() {
        let state = stored(8, snapshot: "{}", patches: "[]", "[]", "[]")
        var left = 2
        #expect(throws: StateStoreError.closed) {
            try state.content {
                left -= 1
                return left >= 0
            }
        }
        #expect(throws: StateStoreError.closed) { try state.outline { false } }
    }

    @Test func namesTheVersionOfASnapshotThatCannotBeRead() throws {
        let error = try #require(throws: StateStoreError.self) { try stored(8, snapshot: "{", patches: "[]").document() }
        #expect(error.description.hasPrefix("the snapshot of version 7 of the state of uis_test cannot be read: line 1"))
    }
}
