import HandlerHost
import JSONText
import StateStore
import TestSupport
import Testing

/// What happens to turns when the store refuses them.
@Suite(.serialized, .timeLimit(.minutes(2)))
struct StateFaultTests {
    private static let counter = [
        "a/add.js": "module.exports = (req, state) => { state.n += 1; state.ids.push(req.query.id); return { returned_code: 1 } }",
        "a/state.json": #"{"n": 0, "ids": []}"#,
        "a/sandbox.yaml": "limits: { wall: 60s, cpu: 60s }\n",
    ]

    @Test func aChangeThatCannotBeStoredHasNotHappened() async throws {
        let store = MemoryStateStore()
        let test = try await TestHost(Self.counter, store: store)
        #expect(await test.get("/@a/add?id=1").outcome == .ok)
        store.fail(with: .closed)
        let replies = await withTaskGroup(of: TurnReply.self) { group in
            for id in 2...9 { group.addTask { await test.get("/@a/add?id=\(id)") } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(replies.allSatisfy { $0.outcome == .stateUnavailable && $0.status == 503 && $0.header("Retry-After") == "1" })
        store.fail(with: nil)
        #expect(await test.get("/@a/add?id=10").outcome == .ok)
        let state = try JSONValue(parsing: await test.host.state(of: "a").document)
        #expect(state == ["n": 2, "ids": ["1", "10"]], "in the worker's memory nothing of the refused turns is left")
    }

    /// Turns run ahead of the check of the ones before them; those behind a refused reply run again without its change.
    @Test func aRefusedReplysChangeHasNotHappenedForTheTurnsBehindIt() async throws {
        let code =
            "module.exports = (req, state) => { state.n += 1; return req.query.bad ? { phone: state.n } : { returned_code: state.n } }"
        let test = try await TestHost([
            "a/add.js": code, "a/state.json": #"{"n": 0}"#, "a/sandbox.yaml": "limits: { wall: 60s, cpu: 60s }\n",
        ])
        let replies = await withTaskGroup(of: TurnReply.self) { group in
            for number in 0..<40 { group.addTask { await test.get(number % 3 == 0 ? "/@a/add?bad=1" : "/@a/add") } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        let codes = replies.filter { $0.outcome == .ok }.compactMap { try? JSONValue(parsing: $0.text)["returned_code"]?.int }
        #expect(codes.sorted() == Array(1...26), "each accepted turn counted on from the one before")
        #expect(replies.filter { $0.outcome == .invalidInstruction }.count == 14)
        #expect(try JSONValue(parsing: await test.host.state(of: "a").document) == ["n": 26])
    }

    /// Two hosts on one store: each finds out by conflicts what the other wrote.
    @Test func twoHostsOnOneStoreLoseNothing() async throws {
        let store = MemoryStateStore()
        let hosts = [try await TestHost(Self.counter, store: store), try await TestHost(Self.counter, store: store)]
        var acknowledged: Set<String> = []
        for round in 0..<6 {
            acknowledged.formUnion(
                await withTaskGroup(of: String?.self) { group in
                    for (index, test) in hosts.enumerated() {
                        for number in 0..<3 {
                            let id = "r\(round)h\(index)n\(number)"
                            group.addTask { await test.get("/@a/add?id=\(id)").outcome == .ok ? id : nil }
                        }
                    }
                    return await group.compactMap { $0 }.reduce(into: Set<String>()) { $0.insert($1) }
                })
        }
        let state = try JSONValue(parsing: await hosts[0].host.state(of: "a").document)
        let stored = try #require(state["ids"]?.array).compactMap { $0.string }
        #expect(acknowledged.count >= 6)
        #expect(acknowledged == Set(stored) && stored.count == acknowledged.count && state["n"]?.int == stored.count)
    }
}
