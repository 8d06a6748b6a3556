import HandlerHost
import JSONText
import StateStore
import TestSupport
import Testing

/// A sandbox that nobody asks for any more.
@Suite(.timeLimit(.minutes(1))) struct RestTests {
    @Test func itsStateIsMadeReadyForWhoComesNext() async throws {
        let store = MemoryStateStore()
        let text = String(repeating: "x", count: 1 << 20)
        func commit(_ version: Int64, _ patch: StatePatch) -> StateCommit {
            StateCommit(sandbox: "a", version: version, patch: patch.bytes, turn: "t\(version)", cause: "put", time: 0)
        }
        _ = await store.commit([commit(1, .replacingAll(with: ["text": .string(text)]))])
        try await store.writeSnapshot(of: "a", version: 1, document: Array(#"{"text":"\#(text)"}"#.utf8), expiry: [])
        _ = await store.commit((2...1501).map { commit($0, StatePatch([.add(JSONPointer(["n"]), .number(JSONNumber(Int($0))))])) })
        let files = ["a/n.js": "module.exports = (req, state) => ({ returned_code: 1, text: String(state.n) })\n"]
        let test = try await TestHost(files, store: store) { $0.workerIdleLimit = .milliseconds(1) }
        #expect(await test.get("/@a/n").text.contains("1501"))
        try await eventually("a snapshot has taken the patches in") { try await store.load("a")?.patches.isEmpty != false }
        #expect(await test.get("/@a/n").text.contains("1501"))
    }
}
