import JSONText
import StateStore
import TestSupport
import Testing

/// Random histories, compared with a model that is too simple to be wrong.
@Suite(.ownThreads, .timeLimit(.minutes(2)))
struct StateStorePropertyTests {
    /// The turns that made each sandbox's versions.
    private struct Model {
        var turns: [String: [String]] = [:]

        mutating func commit(_ group: [StateCommit]) -> [CommitResult] {
            var refused: Set<String> = []
            return group.map { commit in
                let turns = self.turns[commit.sandbox] ?? []
                let isNext = commit.version == Int64(turns.count) + 1
                let isBased = commit.parent.map { $0 == turns.last } ?? !refused.contains(commit.sandbox)
                guard isNext, isBased else {
                    refused.insert(commit.sandbox)
                    return .conflict(current: Int64(turns.count))
                }
                self.turns[commit.sandbox] = turns + [commit.turn]
                return .committed
            }
        }
    }

    @Test(arguments: StoreKind.allCases, 0..<4 as Range<UInt64>)
    func decidesAboutInterleavedCommitsAsTheModelDoes(kind: StoreKind, seed: UInt64) async throws {
        try await kind.withStore { store async throws in
            var generator = SeededGenerator(seed: seed)
            var model = Model()
            var outcomes = [0, 0]
            for step in 0..<100 {
                var next = model.turns.mapValues { Int64($0.count) + 1 }
                let group = (0..<Int.random(in: 1...12, using: &generator)).map { place in
                    let sandbox = ["a", "b", "c"].randomElement(using: &generator) ?? "a"
                    let parents: [String?] = [nil, nil, model.turns[sandbox]?.last, "x"]
                    let slip = Int.random(in: 0..<10, using: &generator) == 0 ? Int64.random(in: -2...2, using: &generator) : 0
                    let version = (next[sandbox] ?? 1) + slip
                    next[sandbox] = version + 1
                    return StateCommit.sample(
                        sandbox, version, parent: parents.randomElement(using: &generator) ?? nil, turn: "\(step).\(place)"
                    )
                }
                let results = await store.commit(group)
                #expect(results == model.commit(group), "step \(step)")
                for result in results { outcomes[result == .committed ? 0 : 1] += 1 }
            }
            for (sandbox, turns) in model.turns {
                #expect(try await store.patches(of: sandbox, after: 0).map(\.turn) == turns)
                #expect(try await store.load(sandbox)?.turn == turns.last)
            }
            #expect(outcomes[0] > 50 && outcomes[1] > 50)
        }
    }

    @Test(arguments: StoreKind.allCases, 0..<4 as Range<UInt64>)
    func makesTheDocumentThatThePatchesMadeWhereverSnapshotsAre(kind: StoreKind, seed: UInt64) async throws {
        try await kind.withStore { store async throws in
            var generator = SeededGenerator(seed: seed)
            var document: JSONValue = [:]
            for version in 1...60 as ClosedRange<Int64> {
                let key = JSONPointer([String(Int.random(in: 0..<12, using: &generator))])
                let patch: StatePatch =
                    if Int.random(in: 0..<15, using: &generator) == 0 {
                        .replacingAll(with: ["seed": .number(JSONNumber(Int(version)))])
                    } else if document[key] == .some(.array([])) {
                        StatePatch([.remove(key)])
                    } else {
                        StatePatch([.add(key, []), .add(JSONPointer(["log"]), .string("шаг \(version)"))])
                    }
                try patch.apply(to: &document)
                #expect(await store.commit([.sample("a", version, patch: patch.bytes)]) == [.committed])
                if Int.random(in: 0..<6, using: &generator) == 0 {
                    try await store.writeSnapshot(of: "a", version: version, document: document.bytes(), expiry: [])
                }
                #expect(try await store.load("a")?.document() == document, "version \(version)")
            }
        }
    }

    /// A history in which things come, go, change and expire.
    private func history(_ generator: inout SeededGenerator) throws -> [(patch: StatePatch, content: StateContent)] {
        var content = StateContent()
        return try (1...80).map { version in
            let key = JSONPointer([String(Int.random(in: 0..<9, using: &generator))])
            let patch: StatePatch =
                switch Int.random(in: 0..<8, using: &generator) {
                case 0: .replacingAll(with: ["1": ["seed": .number(JSONNumber(version))], "log": []])
                case 1 where content.document[key] != nil: StatePatch([.remove(key)])
                case 2, 3: StatePatch([.add(key, ["x": 1]), .expire(key.appending("x"), at: Int64(version)), .expire(key, at: 5)])
                default: StatePatch([.add(key, ["x": .number(JSONNumber(version))]), .add(JSONPointer(["log"]), .string("шаг"))])
                }
            try content.apply(patch)
            return (patch, content)
        }
    }

    @Test(arguments: StoreKind.allCases, 0..<5 as Range<UInt64>)
    func hasEveryVersionWhateverTheGroupsAndTheSnapshots(kind: StoreKind, seed: UInt64) async throws {
        try await kind.withStore { store async throws in
            var generator = SeededGenerator(seed: seed)
            let history = try history(&generator)
            var stored = 0
            while stored < history.count {
                let end = min(stored + Int.random(in: 1...20, using: &generator), history.count)
                let group = (stored..<end).map { StateCommit.sample("a", Int64($0) + 1, patch: history[$0].patch.bytes) }
                #expect(await store.commit(group).allSatisfy { $0 == .committed })
                stored = end
                if Bool.random(using: &generator) {
                    // Of any version so far, while there are later ones.
                    let version = Int.random(in: 1...stored, using: &generator)
                    let content = history[version - 1].content
                    try await store.writeSnapshot(
                        of: "a", version: Int64(version), document: content.document.bytes(), expiry: content.expiry.bytes)
                }
            }
            for version in 1...history.count {
                let loaded = try await store.load("a", at: Int64(version))
                #expect(try loaded.content() == history[version - 1].content, "version \(version)")
                #expect(try loaded.expirySchedule() == history[version - 1].content.expiry, "version \(version)")
            }
        }
    }
}
