import Glibc
import NIOCore
import TestSupport
import Testing

@testable import HandlerHost

/// Places in a sandbox are shared among its callers.
@Suite(.timeLimit(.minutes(3)))
struct FairnessTests {
    private func turn(_ peer: String, _ query: String = "", isTrusted: Bool = false) -> Turn {
        var request = IncomingRequest(method: "GET", path: "/", query: query, peer: peer, received: .now)
        request.isTrusted = isTrusted
        return Turn(id: TurnID(epoch: 1, number: 1), request: request, time: 0, deadline: .now) { _ in }
    }

    private func order(_ turns: [Turn]) -> [String] {
        var waiting = WaitingTurns()
        for turn in turns { waiting.append(turn) }
        var names: [String] = []
        while let turn = waiting.popFirst() { names.append(turn.request.peer + turn.request.query) }
        return names
    }

    @Test func callersBeginInTurn() {
        let turns = ["1.0.0.1", "1.0.0.1", "1.0.0.1", "1.0.0.2", "1.0.0.2", "1.0.0.3"].enumerated().map { turn($1, "?\($0)") }
        #expect(order(turns) == ["1.0.0.1?0", "1.0.0.2?3", "1.0.0.3?5", "1.0.0.1?1", "1.0.0.2?4", "1.0.0.1?2"])
    }

    @Test func whoComesLaterDoesNotWaitForAllOfAFlood() {
        var waiting = WaitingTurns()
        for _ in 0..<100 { waiting.append(turn("1.0.0.1")) }
        for _ in 0..<50 { _ = waiting.popFirst() }
        waiting.append(turn("1.0.0.2"))
        #expect([waiting.popFirst(), waiting.popFirst()].contains { $0?.request.peer == "1.0.0.2" })
        #expect(waiting.count == 49)
    }

    @Test func aNetworkIsOneCaller() {
        let turns = ["2001:db8::1", "2001:db8::2", "1.0.0.1"].map { turn($0) }
        #expect(order(turns) == ["2001:db8::1", "1.0.0.1", "2001:db8::2"])
    }

    @Test func numbersCountBehindATrustedCallerOnly() {
        let numbers = ["numa=1", "numa=1", "numa=2"]
        #expect(order(numbers.map { turn("1.0.0.1", $0, isTrusted: true) }) == ["1.0.0.1numa=1", "1.0.0.1numa=2", "1.0.0.1numa=1"])
        #expect(order(numbers.map { turn("1.0.0.1", $0) }) == numbers.map { "1.0.0.1" + $0 })
    }

    @Test func whoHasMostMakesRoom() {
        var waiting = WaitingTurns()
        for number in 0..<3 { waiting.append(turn("1.0.0.1", "\(number)")) }
        let other = turn("1.0.0.2")
        #expect(waiting.makeRoom(for: other)?.request.query == "2")
        #expect(waiting.makeRoom(for: turn("1.0.0.1")) == nil)
        waiting.append(other)
        #expect(waiting.makeRoom(for: turn("1.0.0.2")) == nil, "he would have as many then")
        #expect(waiting.makeRoom(for: turn("1.0.0.3"))?.request.query == "1")
        waiting.prepend(turn("1.0.0.4"))
        #expect(waiting.popFirst()?.request.peer == "1.0.0.4")
        waiting.removeAll { $0 === other }
        #expect(waiting.map(\.request.query) == ["0"])
    }

    @Test func oneCallersRequestsDoNotMakeAnOthersFail() async throws {
        let busy = "module.exports = () => { const end = Date.now() + 5; while (Date.now() < end); return { returned_code: 1 } }"
        let test = try await TestHost([
            "a/go.js": busy, "a/sandbox.yaml": "limits: { wall: 50s, cpu: 20s, queued: 50s, queue: 200, turns: 300 }\n",
        ])
        _ = await test.get("/@a/go")
        let process = try #require(await test.host.summaries().first?.processID)
        // Nothing is answered before all have come.
        kill(process, SIGSTOP)
        defer { kill(process, SIGCONT) }
        func come(_ count: Int) async throws {
            try await eventually("\(count) have come") { await test.host.summaries().first?.unanswered == count }
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<120 { group.addTask { _ = await test.get("/@a/go", peer: "192.0.2.1") } }
            try await come(120)
            group.addTask { #expect(await test.get("/@a/go?other=1", peer: "192.0.2.2").outcome == .ok) }
            try await come(121)
            kill(process, SIGCONT)
            try await group.waitForAll()
        }
        // Behind those that were with the worker already.
        let place = try #require(test.turns.firstIndex { $0.query.contains("other") })
        #expect(test.turns.count == 122 && place < 80, "\(place)")
    }

    @Test func aFullQueueTakesFromWhoHasMost() async throws {
        let endless = "module.exports = async () => { for (;;) await 0 }\n"
        let test = try await TestHost([
            "a/go.js": endless, "a/ok.js": "module.exports = () => 1",
            "a/sandbox.yaml": "limits: { wall: 10s, cpu: 20s, queue: 40, queued: 10s }\n",
        ])
        _ = await test.get("/@a/ok")
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<40 { group.addTask { _ = await test.get("/@a/go", peer: "192.0.2.1") } }
            try await eventually("40 wait") { await test.host.summaries().first?.unanswered ?? 0 >= 40 }
            group.addTask {
                let reply = await test.get("/@a/go", peer: "192.0.2.2")
                #expect(!reply.text.contains("queue 40 exceeded"), "\(reply.text)")
            }
            try await group.waitForAll()
        }
        let refused = test.host.activity.entries().filter { entry in
            guard case .turn(let record) = entry.content else { return false }
            return record.detail?.contains("queue 40 exceeded") == true
        }
        #expect(refused.count == 1)
    }

    @Test func aRequestThatIsNotWholeTakesNoPlace() async throws {
        let test = try await TestHost(["a/go.js": "module.exports = () => ({ returned_code: 1 })"]) { $0.turnLimit = 1 }
        let (begun, hasBegun) = AsyncStream<Void>.makeStream()
        let (rest, hasCome) = AsyncStream<Void>.makeStream()
        let head = RequestHead(method: "POST", target: "/@a/go", host: "localhost", headers: [], peer: "192.0.2.1", received: .now)
        let half = Task {
            await test.host.respond(to: head) { _ in
                hasBegun.finish()
                for await _ in rest {}
                return .success(ByteBuffer())
            }
        }
        for await _ in begun {}
        #expect(await test.get("/@a/go").outcome == .ok)
        hasCome.finish()
        #expect(await half.value.outcome == .ok)
    }
}
