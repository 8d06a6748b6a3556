import JSONText
import StateStore
import Testing

/// The shape says the same of a patch as the document does.
struct DocumentShapeTests {
    @Test func takesAPatchExactlyWhenTheDocumentDoesAndGoesBack() throws {
        var (taken, refused) = (0, 0)
        for seed in 0..<4_000 {
            var random = RandomPatch(seed: UInt64(seed))
            var document = random.document()
            guard document.object != nil else { continue }
            var shape = DocumentShape(document)
            for _ in 0..<6 {
                let patch = random.patch(for: document)
                let before = shape
                var after = document
                let fits = (try? patch.apply(to: &after)) != nil && after.object != nil
                let undo = try? shape.apply(patch)
                #expect((undo != nil) == fits, "seed \(seed): \(patch) on \(document.text)")
                guard let undo else {
                    refused += 1
                    #expect(shape == before, "seed \(seed): a patch that is refused changes nothing")
                    continue
                }
                taken += 1
                #expect(shape == DocumentShape(after), "seed \(seed): \(patch) on \(document.text)")
                var undone = shape
                undone.undo(undo)
                #expect(undone == before, "seed \(seed): \(patch) taken back")
                document = after
            }
        }
        #expect(taken > 2_000 && refused > 2_000, "\(taken) and \(refused)")
    }

    /// As a sandbox's turns are taken back when the store refuses them: the newest first.
    @Test func severalPatchesAreTakenBack() throws {
        for seed in 0..<500 {
            var random = RandomPatch(seed: UInt64(seed))
            var document = JSONValue.object([:])
            var shape = DocumentShape(document)
            var shapes = [shape]
            var undos: [[DocumentShape.Change]] = []
            for _ in 0..<6 {
                let patch = random.fittingPatch(for: document)
                guard let undo = try? shape.apply(patch) else { continue }
                try patch.apply(to: &document)
                undos.append(undo)
                shapes.append(shape)
            }
            for (undo, before) in zip(undos, shapes).reversed() {
                shape.undo(undo)
                #expect(shape == before, "seed \(seed)")
            }
        }
    }

    @Test func isReadFromTextAsFromValues() throws {
        for seed in 0..<1_000 {
            var random = RandomPatch(seed: UInt64(seed))
            let document = JSONValue.object(["d": random.document(), "e": [random.document(), random.document()]])
            for pretty in [false, true] {
                let stored = StoredState(sandbox: "a", version: 1, turn: "t", snapshot: document.bytes(pretty: pretty), patches: [])
                #expect(try stored.outline().shape == DocumentShape(document), "seed \(seed)")
            }
        }
        let text = #"{"\u043a\"\\":{"a":"]}\\\"","b":[1e5,true,null,-0.5]},"r":[{"x":1,"y":2},{"y":1,"x":[]},{"x":3,"y":4}]}"#
        let stored = StoredState(sandbox: "a", version: 1, turn: "t", snapshot: Array(text.utf8), patches: [])
        #expect(try stored.outline().shape == DocumentShape(JSONValue(parsing: text)))
    }

    @Test(arguments: ["", "{", "{\"a", "{\"a\":", "[1]", "7", "{\"a\":[}", "{\"a\\", "nonsense"])
    func isNotReadFromWhatIsNoObject(text: String) {
        let stored = StoredState(sandbox: "a", version: 1, turn: "t", snapshot: Array(text.utf8), patches: [])
        #expect(throws: StateStoreError.self) { try stored.outline() }
    }

    @Test func nestsAsDeeplyAsADocument() throws {
        func nested(_ depth: Int) -> JSONValue { (0..<depth).reduce(1) { value, _ in ["a": value] } }
        var shape = DocumentShape.empty
        #expect(throws: Never.self) { try shape.apply(StatePatch([.add(JSONPointer(["x"]), nested(511))])) }
        #expect(throws: StatePatchError.self) { try shape.apply(StatePatch([.add(JSONPointer(["y"]), nested(512))])) }
        let stored = StoredState(sandbox: "a", version: 1, turn: "t", snapshot: nested(512).bytes(), patches: [])
        #expect(try stored.outline().shape == DocumentShape(nested(512)))
    }

    /// Each of a million records would need a hundred bytes of its own for ten in the text.
    @Test(arguments: [#"{"x":[]}"#, "[[]]", #"{"v":1}"#, #"{"a":{"b":[1,{}]},"c":[]}"#, "[1,2]"])
    func recordsThatAreAlikeShareTheirMemory(record: String) throws {
        let text = #"{"all":["# + Array(repeating: record, count: 1_000).joined(separator: ",") + "]}"
        let document = try JSONValue(parsing: text)
        let snapshot = StoredState(sandbox: "shop", version: 1, turn: "t", snapshot: Array(text.utf8), patches: [])
        let patch = StoredState(
            sandbox: "shop", version: 1, turn: "t", snapshot: nil, patches: [StatePatch.replacingAll(with: document).bytes])
        for stored in [snapshot, patch] {
            let shape = try stored.outline().shape
            #expect(shape == DocumentShape(document))
            guard case .object(let members) = shape, case .array(let elements)? = members[JSONKey("all")] else {
                Issue.record("\(shape)")
                continue
            }
            #expect(Set(elements.map(Self.address)).count == 1)
        }
    }

    /// Where the members or elements are.
    private static func address(_ shape: DocumentShape) -> UInt {
        switch shape {
        case .leaf: 0
        case .object(let members): unsafeBitCast(members, to: UInt.self)
        case .array(let elements): unsafeBitCast(elements, to: UInt.self)
        }
    }
}
