import HandlerHost
import JSONText
import TestSupport
import Testing

/// Limits that are not of one handler's run, and what turns near a limit are marked with.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct LimitTests {
    private static let endless = "module.exports = async () => { for (;;) await 0 }\n"
    private static let quick = "module.exports = () => ({ returned_code: 1 })\n"

    @Test func aTurnThatWaitsTooLongIsAnsweredBeforeItsWallTimeIsOver() async throws {
        let test = try await TestHost([
            "a/go.js": Self.endless, "a/ok.js": Self.quick, "a/sandbox.yaml": "limits: { wall: 8s, cpu: 60s, queued: 1s }\n",
        ])
        _ = await test.get("/@a/ok")
        let replies = await together(3, test)
        #expect(replies.filter { $0.outcome == .timedOut }.count == 1)
        #expect(replies.last?.outcome == .timedOut, "the others are answered while it still runs")
        let waited = replies.filter { $0.outcome == .overloaded }
        #expect(waited.count == 2 && waited.allSatisfy { $0.text.contains("queued 1 s exceeded") && $0.header("Retry-After") == "1" })
    }

    /// What has waited for too long in the worker is not run after all: it would only make the others wait, and end the worker.
    @Test func aTurnThatHasWaitedTooLongIsNotRun() async throws {
        let test = try await TestHost([
            "a/spin.js": "module.exports = () => { for (;;); }", "a/go.js": Self.quick,
            "a/sandbox.yaml": "limits: { wall: 10m, cpu: 1500ms, queued: 1s }\n",
        ])
        _ = await test.get("/@a/go")
        let replies = await withTaskGroup(of: TurnReply.self) { group in
            for _ in 0..<6 { group.addTask { await test.get("/@a/spin") } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(replies.filter { $0.outcome == .exceededCPU }.count == 1)
        #expect(replies.filter { $0.outcome == .overloaded }.count == 5)
        #expect(await test.get("/@a/go").outcome == .ok, "nobody is before it any more")
        #expect(await test.host.summaries().first?.deaths == 0)
    }

    @Test func onlySoManyTurnsMayBeUnanswered() async throws {
        let test = try await TestHost(["a/go.js": Self.endless, "a/sandbox.yaml": "limits: { wall: 3s, cpu: 60s, turns: 2 }\n"])
        let replies = await together(5, test)
        let refused = replies.filter { $0.outcome == .overloaded }
        #expect(refused.count == 3 && refused.allSatisfy { $0.text.contains("turns 2 exceeded: 2 requests are unanswered already") })
    }

    @Test func theHostAsAWholeHasALimitOfTurns() async throws {
        let files = ["a/go.js": Self.endless, "a/sandbox.yaml": "limits: { wall: 3s, cpu: 60s }\n", "b/go.js": Self.quick]
        let test = try await TestHost(files) { $0.turnLimit = 2 }
        let replies = await together(5, test)
        #expect(replies.filter { $0.outcome == .overloaded && $0.text.contains("2 requests under way") }.count == 3)
        #expect(await test.get("/@b/go").outcome == .ok, "what was counted is given back")
    }

    @Test func theHostsCeilingHoldsAndTheSandboxIsWarned() async throws {
        let files = ["a/go.js": Self.endless, "a/sandbox.yaml": "limits: { wall: 60s, cpu: 20s }\n"]
        let test = try await TestHost(files) { $0.ceilings = try LimitCeilings(parsing: ["wall=300ms"]) }
        let reply = await test.get("/@a/go")
        #expect(reply.outcome == .timedOut && reply.text.contains("wall 300 ms exceeded while it ran: used"))
        let warnings = await test.host.summaries().first?.warnings
        #expect(warnings == ["a/sandbox.yaml: limits.wall is 1m, and this host allows 300ms, which holds (--limit wall=1m allows it)"])
    }

    @Test func promiseJobsWithoutEndMeetTheCPULimitLongBeforeTheWallLimit() async throws {
        let test = try await TestHost(["a/go.js": Self.endless, "a/sandbox.yaml": "limits: { wall: 60s, cpu: 100ms }\n"])
        let reply = await test.get("/@a/go")
        #expect(reply.outcome == .exceededCPU && reply.text.contains("cpu 100 ms exceeded: used"))
        #expect(reply.text.contains("which only ends with the process"))
    }

    @Test func memoryThatGrowsFromTurnToTurnEndsTheWorkerBetweenThem() async throws {
        let code = "const kept = []\nmodule.exports = () => { kept.push(new Uint8Array(4 << 20).fill(1)); return { returned_code: 1 } }\n"
        let test = try await TestHost(["a/go.js": code, "a/sandbox.yaml": "limits: { memory: 64MiB }\n", "b/ok.js": Self.quick])
        // Only a worker that is ended while no turn runs is an event; others are the outcome of their turn. So there is time
        // between the turns, and more than one try.
        var exceeded: String?
        for _ in 0..<400 where exceeded == nil {
            _ = await test.get("/@a/go")
            for _ in 0..<20 { _ = await test.get("/@b/ok") }
            for entry in test.host.activity.entries() {
                if case .event(let event) = entry.content, event.kind == .workerEnded { exceeded = event.message }
            }
        }
        #expect(exceeded?.hasPrefix("memory 64 MiB exceeded: used") == true)
    }

    @Test func aSandboxWhoseWorkerKeepsDyingIsPausedAndItsCallersAreAnsweredAtOnce() async throws {
        let settings = "routes: { /go: { limits: { cpu: 10ms } } }\n"
        let test = try await TestHost(["a/go.js": Self.endless, "a/ok.js": Self.quick, "a/sandbox.yaml": settings, "b/go.js": Self.quick])
        var paused: TurnReply?
        var died = 0
        while paused == nil, died < 20 {
            let reply = await test.get("/@a/go")
            if reply.outcome == .workerCrashed { paused = reply } else { died += 1 }
        }
        #expect(died >= 4, "the first deaths cost nothing")
        #expect(paused?.text.contains("keeps ending") == true && paused?.header("Retry-After") != nil)
        let summary = try #require(await test.host.summaries().first { $0.name == "a" })
        #expect(summary.deaths >= 4)
        #expect(await test.event { $0.kind == .paused && $0.sandbox == "a" } != nil)
        #expect(await test.get("/@b/go").outcome == .ok)
        // The pause ends by itself; how long it is, is tested elsewhere.
        var outcome = Outcome.workerCrashed
        try await eventually("the pause is over") {
            outcome = await test.get("/@a/ok").outcome
            return outcome != .workerCrashed
        }
        #expect(outcome == .ok)
    }

    @Test func aNewVersionEndsThePause() async throws {
        let settings = "routes: { /go: { limits: { cpu: 10ms } } }\n"
        let test = try await TestHost(["a/go.js": Self.endless, "a/ok.js": Self.quick, "a/sandbox.yaml": settings])
        // Long enough for a pause of some seconds, which the save then cuts short.
        try await eventually("the sandbox is paused for long") {
            _ = await test.get("/@a/go")
            return try #require(await test.host.summaries().first).pause ?? .zero >= .seconds(3)
        }
        let before = test.host.activity.entries().last?.number ?? 0
        try test.folder.write(Self.quick, to: "a/go.js")
        #expect(await test.event(after: before) { $0.kind == .loaded } != nil)
        #expect(await test.get("/@a/ok").outcome == .ok)
        let summary = try #require(await test.host.summaries().first)
        #expect(summary.deaths == 0 && summary.pause == nil)
    }

    @Test func aTurnNearALimitIsMarked() async throws {
        let code = "module.exports = () => { console.log('x'.repeat(900)); return { text: 'y'.repeat(850) } }\n"
        let test = try await TestHost(["a/go.js": code, "a/ok.js": Self.quick, "a/sandbox.yaml": "limits: { log: 1000B, reply: 1000B }\n"])
        #expect(await test.get("/@a/go").outcome == .ok)
        let near = try #require(test.lastTurn).near
        #expect(near.map(\.limit) == ["reply", "log"])
        #expect(near.map(\.percent) == [86, 90])
        #expect(near.first?.description == "reply: 861 bytes of 1000 bytes")
        _ = await test.get("/@a/ok")
        #expect(test.lastTurn?.near.isEmpty == true)
    }

    private func together(_ count: Int, _ test: TestHost) async -> [TurnReply] {
        await withTaskGroup(of: TurnReply.self) { group in
            for _ in 0..<count { group.addTask { await test.get("/@a/go") } }
            return await group.reduce(into: []) { $0.append($1) }
        }
    }
}
