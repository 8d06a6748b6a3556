import Glibc
import HTTPText
import JSONText
import NIOCore
import TestSupport
import Testing

@testable import HandlerHost

/// Turns that wait for something, as their callers and their sandbox's author see them.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct WaitingTurnTests {
    /// `gate(req)` waits until the route `/open` was called, and not at all with `?pass`.
    private static let waits = """
        const wait = (time) => new Promise((done) => setTimeout(done, time));
        const gate = async (req) => {
          if (req.query.pass) return wait(1);
          globalThis.isOpen = false;
          while (!globalThis.isOpen) await wait(20);
        };

        """
    private static let open = "module.exports = () => { globalThis.isOpen = true; return { returned_code: 1 } }"
    private static let quick = "module.exports = (req, state) => { state.quick = (state.quick ?? 0) + 1; return { n: state.quick } }"

    @Test func othersAreAnsweredMeanwhileAndStoredBefore() async throws {
        let test = try await host(["slow": "state.slow = 1; await gate(req); return { quick: state.quick ?? null }"])
        // From now on it is known that the route waits, and it is noted what it reads.
        #expect(await test.get("/@a/slow?pass=1").text == #"{"quick":null}"#)
        async let slow = test.get("/@a/slow")
        try await begun(1, test)
        #expect(await test.get("/@a/quick").text == #"{"n":1}"#)
        _ = await test.get("/@a/open")
        #expect(await slow.text == #"{"quick":1}"#)
        #expect(test.turns.map(\.route) == ["/slow", "/quick", "/open", "/slow"])
        #expect(test.turns.map(\.stateVersion) == [1, 2, nil, nil], "slow changes nothing the second time")
    }

    @Test func aTurnThatReadWhatAnotherChangesRunsAgain() async throws {
        let test = try await host([
            "add": "const n = state.n ?? 0; console.log(`saw ${n}`); await wait(30); state.n = n + 1; return { n: state.n }"
        ])
        let replies = await together(6, "/@a/add", test)
        #expect(replies.compactMap { try? JSONValue(parsing: $0.text)["n"]?.int }.sorted() == Array(1...6))
        for turn in test.turns {
            let count = try JSONValue(parsing: turn.reply.readableBytesView)["n"]?.int ?? 0
            #expect(turn.lines.map(\.text) == ["saw \(count - 1)"], "the lines are those of the run that counts")
        }
        #expect(test.turns.map(\.runs).max().map { $0 > 1 } == true)
    }

    @Test func aLateTurnIsAnsweredWithItsLogAndTheWorkerGoesOn() async throws {
        let test = try await host(["late": "console.log('so far'); state.x = 1; await wait(1e6)"], limits: "wall: 3s")
        let process = await test.host.summaries().first?.processID
        // A worker that gets no processor at that moment is not waited for: then the log comes too late.
        for attempt in 1...10 where attempt == 1 || test.lastTurn?.lines.isEmpty == true {
            let reply = await test.get("/@a/late")
            #expect(reply.outcome == .timedOut && reply.text.contains("wall 3 s exceeded while it waited for something"))
        }
        #expect(test.lastTurn?.lines.map(\.text) == ["so far"])
        #expect(await test.get("/@a/quick").text == #"{"n":1}"#)
        let after = await test.host.summaries().first
        #expect(after?.processID == process && after?.deaths == 0)
        #expect(try JSONValue(parsing: await test.host.state(of: "a").document) == ["quick": 1])
    }

    @Test func whoWaitsRunsAgainWhenTheWorkerIsEndedForAnother() async throws {
        let test = try await host(
            ["slow": "await gate(req); return { ok: true }", "spin": "for (;;) await 0"], limits: "wall: 10m, cpu: 500ms")
        async let slow = test.get("/@a/slow")
        try await begun(1, test)
        #expect(await test.get("/@a/spin").outcome == .exceededCPU)
        try await begun(1, test)
        _ = await test.get("/@a/open")
        #expect(await slow.text == #"{"ok":true}"#)
        #expect(test.lastTurn?.runs == 2)
    }

    @Test func whoWaitsRunsAgainWhenAReplyIsRefusedThatItMayHaveSeen() async throws {
        let files = [
            "slow": "const before = state.n ?? 0; await gate(req); return { text: `${before} ${state.n ?? 0}` }",
            "bad": "state.n = 1; return { phone: 1 }",
        ]
        let test = try await host(files, dialect: "uis", limits: "wall: 60s")
        #expect(await test.get("/@a/slow?pass=1").text == #"{"text":"0 0"}"#)
        async let slow = test.get("/@a/slow")
        try await begun(1, test)
        #expect(await test.get("/@a/bad").outcome == .invalidInstruction)
        try await begun(1, test)
        _ = await test.get("/@a/open")
        #expect(await slow.text == #"{"text":"0 0"}"#)
        #expect(test.lastTurn?.runs == 2)
    }

    /// The run is one that is to be undone, because of the reply before it; that it never ends is noticed all the same.
    @Test func aRunThatCountsNoMoreIsWatchedToo() async throws {
        let files = [
            "busy": "for (const end = Date.now() + 200; Date.now() < end;); return {}", "bad": "state.n = 1; return NaN",
            "spin": "for (;;) await 0",
        ]
        let test = try await host(files, limits: "wall: 10m, cpu: 600ms")
        _ = await test.get("/@a/quick")
        async let busy = test.get("/@a/busy")
        try await arrived(2, test)
        async let bad = test.get("/@a/bad")
        try await arrived(3, test)
        async let spin = test.get("/@a/spin")
        #expect(await [busy.outcome, bad.outcome, spin.outcome] == [.ok, .invalidInstruction, .exceededCPU])
    }

    /// Whoever changes what a turn reads keeps it from its end only so often.
    @Test func whoIsSetBackAgainAndAgainGetsTheWorkerAlone() async throws {
        let code = """
            globalThis.runs = (globalThis.runs ?? 0) + 1;
            const n = state.quick;
            if (globalThis.runs <= 3) await gate(req); else await wait(50);
            return { same: n === state.quick };
            """
        let test = try await host(["slow": code], limits: "wall: 60s, queued: 60s")
        async let slow = test.get("/@a/slow")
        for _ in 1...3 {
            try await begun(1, test)
            _ = await test.get("/@a/quick")
        }
        #expect(await test.get("/@a/quick").text == #"{"n":4}"#)
        #expect(await slow.text == #"{"same":true}"#)
        #expect(test.turns.map(\.route) == ["/quick", "/quick", "/quick", "/slow", "/quick"])
        #expect(test.turns[3].runs == 4)
    }

    @Test func theStatusTellsWhoWaits() async throws {
        let test = try await host(["slow": "await wait(1e6)"], limits: "turns: 3, wall: 10s")
        async let replies = together(3, "/@a/slow", test)
        try await begun(3, test)
        let summary = await test.host.summaries().first
        #expect(summary?.suspended == 3 && summary?.waiting == 0 && summary?.unanswered == 3)
        #expect(await test.get("/@a/quick").text.contains("turns 3 exceeded: 3 requests are unanswered already"))
        #expect(await replies.allSatisfy { $0.outcome == .timedOut })
    }

    /// More turns may wait than are sent to a worker at the same time, and they are not in the way of others.
    @Test func manyMayWaitAtTheSameTime() async throws {
        let test = try await host(["slow": "await gate(req); return { ok: true }"], limits: "wall: 60s, queue: 1000, cpu: 20s")
        _ = await test.get("/@a/slow?pass=1")
        async let replies = together(200, "/@a/slow", test)
        try await begun(200, test)
        #expect(await test.get("/@a/quick").text == #"{"n":1}"#)
        _ = await test.get("/@a/open")
        #expect(await replies.allSatisfy { $0.outcome == .ok })
    }

    @Test func aSaveWaitsForThemAndTheyEndOnTheirVersion() async throws {
        let test = try await host(["slow": "await wait(3000); return { version: 1 }"], limits: "wall: 10m, queued: 10m")
        let sandbox = try #require(SandboxName("a").flatMap { test.host.directory[$0] })
        let process = try #require(await test.host.summaries().first?.processID)
        async let slow = test.get("/@a/slow")
        try await begun(1, test)
        // However long the next version takes to load, the turn ends behind that.
        kill(process, SIGSTOP)
        defer { kill(process, SIGCONT) }
        let last = test.host.activity.entries().last?.number ?? 0
        try test.folder.write("module.exports = () => ({ version: 2 })", to: "a/slow.js")
        try await eventually("the next version has loaded and waits") { await sandbox.isHeld }
        #expect(await sandbox.suspendedCount == 1)
        kill(process, SIGCONT)
        #expect(await test.event(after: last) { $0.kind == .loaded } != nil)
        #expect(await slow.text == #"{"version":1}"#)
        #expect(await test.get("/@a/slow").text == #"{"version":2}"#)
    }

    private func host(_ handlers: [String: String], dialect: String = "none", limits: String = "wall: 60s") async throws -> TestHost {
        var files = ["a/quick.js": Self.quick, "a/open.js": Self.open, "a/sandbox.yaml": "dialect: \(dialect)\nlimits: { \(limits) }\n"]
        for (name, body) in handlers { files["a/\(name).js"] = "\(Self.waits)module.exports = async (req, state) => { \(body) }" }
        return try await TestHost(files)
    }

    private func together(_ count: Int, _ target: String, _ test: TestHost) async -> [TurnReply] {
        await withTaskGroup(of: TurnReply.self) { group in
            for _ in 0..<count { group.addTask { await test.get(target) } }
            return await group.reduce(into: []) { $0.append($1) }
        }
    }

    /// Returns when so many turns are under way or over.
    private func arrived(_ count: Int, _ test: TestHost) async throws {
        try await eventually("\(count) turns have come") {
            await (test.host.summaries().first?.unanswered ?? 0) + test.turns.count >= count
        }
    }

    /// Returns when so many turns wait for something.
    private func begun(_ count: Int, _ test: TestHost) async throws {
        try await eventually("\(count) turns wait") { await test.host.summaries().first?.suspended ?? 0 >= count }
    }
}

extension TestHost {
    /// The turns of the activity log, the oldest first.
    var turns: [TurnRecord] {
        host.activity.entries().compactMap { entry in
            if case .turn(let record) = entry.content { record } else { nil }
        }
    }
}
