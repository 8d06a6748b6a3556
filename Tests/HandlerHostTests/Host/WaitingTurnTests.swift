import HandlerHost
import JSONText
import NIOCore
import TestSupport
import Testing

/// Turns that wait for something, as their callers and their sandbox's author see them.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct WaitingTurnTests {
    private static let wait = "const wait = (time) => new Promise((done) => setTimeout(done, time));\n"
    private static let quick = "module.exports = (req, state) => { state.quick = (state.quick ?? 0) + 1; return { n: state.quick } }"

    @Test func othersAreAnsweredMeanwhileAndStoredBefore() async throws {
        let test = try await host(["slow": "state.slow = 1; await wait(300); return { quick: state.quick ?? null }"])
        // From now on it is known that the route waits, and what it reads.
        #expect(await test.get("/@a/slow").text == #"{"quick":null}"#)
        async let slow = test.get("/@a/slow")
        await begun(1, test)
        #expect(await test.get("/@a/quick").text == #"{"n":1}"#)
        #expect(await slow.text == #"{"quick":1}"#)
        let turns = test.turns.suffix(2)
        #expect(turns.map(\.stateVersion) == [2, nil], "slow changes nothing the second time")
        #expect(turns.last.map { $0.durations.run > .milliseconds(250) && $0.durations.cpu < .milliseconds(100) } == true)
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
        let test = try await host(["late": "console.log('so far'); state.x = 1; await wait(1e6)"], limits: "wall: 300ms")
        let process = await test.host.summaries().first?.processID
        let reply = await test.get("/@a/late")
        #expect(reply.outcome == .timedOut && reply.text.contains("wall 300 ms exceeded while it waited for something"))
        #expect(test.lastTurn?.lines.map(\.text) == ["so far"])
        #expect(await test.get("/@a/quick").text == #"{"n":1}"#)
        let after = await test.host.summaries().first
        #expect(after?.processID == process && after?.deaths == 0)
        #expect(try JSONValue(parsing: await test.host.state(of: "a").document) == ["quick": 1])
    }

    @Test func whoWaitsRunsAgainWhenTheWorkerIsEndedForAnother() async throws {
        let test = try await host(
            ["slow": "await wait(400); return { ok: true }", "spin": "for (;;) await 0"], limits: "wall: 5s, cpu: 50ms")
        #expect(await test.get("/@a/slow").outcome == .ok)
        async let slow = test.get("/@a/slow")
        await begun(1, test)
        #expect(await test.get("/@a/spin").outcome == .exceededCPU)
        #expect(await slow.text == #"{"ok":true}"#)
        #expect(test.lastTurn?.runs == 2)
    }

    @Test func whoWaitsRunsAgainWhenAReplyIsRefusedThatItMayHaveSeen() async throws {
        let files = [
            "slow": "const before = state.n ?? 0; await wait(100); return { text: `${before} ${state.n ?? 0}` }",
            "bad": "state.n = 1; return { phone: 1 }",
        ]
        let test = try await host(files, dialect: "uis")
        #expect(await test.get("/@a/slow").text == #"{"text":"0 0"}"#)
        async let slow = test.get("/@a/slow")
        await begun(1, test)
        #expect(await test.get("/@a/bad").outcome == .invalidInstruction)
        #expect(await slow.text == #"{"text":"0 0"}"#)
        #expect(test.lastTurn?.runs == 2)
    }

    /// Whoever changes what a turn reads, again and again, keeps it from its end only so often.
    @Test func whoIsSetBackAgainAndAgainGetsTheWorkerAlone() async throws {
        let test = try await host(
            ["slow": "const n = state.quick; await wait(60); return { same: n === state.quick }"], limits: "wall: 20s")
        let quick = Task { while !Task.isCancelled { _ = await test.get("/@a/quick") } }
        let reply = await test.get("/@a/slow")
        quick.cancel()
        #expect(reply.text == #"{"same":true}"#)
        #expect(test.turns.first { $0.route == "/slow" }?.runs == 4)
        await quick.value
    }

    @Test func theStatusTellsWhoWaits() async throws {
        let test = try await host(["slow": "await wait(500); return {}"], limits: "turns: 3")
        async let replies = together(3, "/@a/slow", test)
        await begun(3, test)
        let summary = await test.host.summaries().first
        #expect(summary?.suspended == 3 && summary?.waiting == 0 && summary?.unanswered == 3)
        #expect(await test.get("/@a/quick").text.contains("turns 3 exceeded: 3 requests are unanswered already"))
        #expect(await replies.allSatisfy { $0.outcome == .ok })
    }

    /// More turns may wait than are sent to a worker at the same time, and they are not in the way of others.
    @Test func manyMayWaitAtTheSameTime() async throws {
        let test = try await host(["slow": "await wait(700); return { ok: true }"], limits: "wall: 10s, queue: 1000")
        _ = await test.get("/@a/slow")
        async let replies = together(200, "/@a/slow", test)
        await begun(200, test)
        #expect(await test.get("/@a/quick").text == #"{"n":1}"#)
        #expect(await replies.allSatisfy { $0.outcome == .ok })
    }

    @Test func aSaveWaitsForThemAndTheyEndOnTheirVersion() async throws {
        let test = try await host(["slow": "await wait(300); return { version: 1 }"])
        async let slow = test.get("/@a/slow")
        await begun(1, test)
        let last = test.host.activity.entries().last?.number ?? 0
        try test.folder.write("module.exports = () => ({ version: 2 })", to: "a/slow.js")
        #expect(await test.event(after: last) { $0.kind == .loaded } != nil)
        #expect(await slow.text == #"{"version":1}"#)
        #expect(await test.get("/@a/slow").text == #"{"version":2}"#)
    }

    private func host(_ handlers: [String: String], dialect: String = "none", limits: String = "wall: 3s") async throws -> TestHost {
        var files = ["a/quick.js": Self.quick, "a/sandbox.yaml": "dialect: \(dialect)\nlimits: { \(limits) }\n"]
        for (name, body) in handlers { files["a/\(name).js"] = "\(Self.wait)module.exports = async (req, state) => { \(body) }" }
        return try await TestHost(files)
    }

    private func together(_ count: Int, _ target: String, _ test: TestHost) async -> [TurnReply] {
        await withTaskGroup(of: TurnReply.self) { group in
            for _ in 0..<count { group.addTask { await test.get(target) } }
            return await group.reduce(into: []) { $0.append($1) }
        }
    }

    /// Returns when so many turns wait for something.
    private func begun(_ count: Int, _ test: TestHost) async {
        while await test.host.summaries().first?.suspended ?? 0 < count { await Task.yield() }
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
