import HandlerHost
import TestSupport
import Testing

/// What the callers of a sandbox notice when its files are removed.
struct RemovalTests {
    @Test(.timeLimit(.minutes(1))) func aTurnThatRunsIsAnsweredWhenItsSandboxIsRemoved() async throws {
        let test = try await TestHost([
            "a/spin.js": "module.exports = () => { while (true) {} }",
            "a/go.js": "module.exports = () => ({ returned_code: 1 })",
            "a/sandbox.yaml": "limits: { wall: 10m, cpu: 10m, queued: 10m }",
        ])
        #expect(await test.get("/@a/go").status == 200)
        async let spinning = test.get("/@a/spin")
        try await eventually("it is under way") { await test.host.summaries().first?.unanswered == 1 }
        // Behind it in the same process, so that it is known to run when this one has been let in.
        async let waiting = test.get("/@a/go")
        try await eventually("the next one is, too") { await test.host.summaries().first?.unanswered == 2 }
        try test.folder.remove("a")
        #expect(await spinning.outcome == .notFound)
        #expect(await waiting.outcome == .notFound)
    }
}
