import JSONText
import StateStore
import TestSupport
import Testing

@testable import HandlerHost

/// Repairs of a state while the host serves.
@Suite(.timeLimit(.minutes(2))) struct RepairTests {
    @Test func aRepairThatLastsIsGivenUpWhenTheHostEnds() async throws {
        let store = CountedStore()
        let broken = StateCommit(
            sandbox: "a", version: 1, parent: nil, patch: Array(#"[{"op":"remove","path":"/zzz"}]"#.utf8), turn: "t1", cause: "GET /",
            time: 1)
        #expect(await store.commit([broken]) == [.committed])
        let test = try await TestHost(["a/go.js": "module.exports = () => ({ returned_code: 1 })\n"], store: store)
        store.holdRepairs()
        async let refusal = #expect(throws: StateRefusal.self) { try await test.host.repairState(of: "a") }
        try await eventually("the repair is under way") { store.isRepairing }
        test.host.abandonTurns()
        let given = await refusal
        #expect(given != nil)
        #expect(try await store.version(of: "a") == 1)
        await test.stop()
    }
}
