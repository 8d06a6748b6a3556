import JSONText
import TestSupport
import Testing

/// Handlers that want to hurt. Whatever they try: their callers get a valid answer or the fallback in time, the author is told
/// why, the worker keeps to its memory, and the neighbour is served.
@Suite(.ownThreads, .serialized)
struct HostileSuite {
    @Suite("endless", .serialized, .arena("endless"), .timeLimit(.minutes(5)))
    struct Endless {
        @Test(arguments: try HostileCase.all(in: "endless")) func isStopped(_ hostile: HostileCase) throws { try check(hostile) }
    }

    @Suite("memory", .serialized, .arena("memory"), .timeLimit(.minutes(5)))
    struct Memory {
        @Test(arguments: try HostileCase.all(in: "memory")) func isBounded(_ hostile: HostileCase) throws { try check(hostile) }
    }

    @Suite("escapes", .serialized, .arena("escapes"), .timeLimit(.minutes(5)))
    struct Escapes {
        @Test(arguments: try HostileCase.all(in: "escapes")) func leadsNowhere(_ hostile: HostileCase) throws { try check(hostile) }
    }

    @Suite("protocol", .serialized, .arena("protocol"), .timeLimit(.minutes(5)))
    struct Conversation {
        @Test(arguments: try HostileCase.all(in: "protocol")) func isNotFooled(_ hostile: HostileCase) throws { try check(hostile) }
    }
}

/// Of an event loop, in a build without optimization, which computes some times as long as one with it.
private let longestDelay = Duration.milliseconds(250)

private func check(_ hostile: HostileCase) throws {
    let arena = try #require(Arena.current)
    #expect(!hostile.outcomes.isEmpty, "the file does not say how it ends")
    for (number, expected) in hostile.outcomes.enumerated() {
        let seen = try arena.request(hostile)
        let answer = try #require(seen.answer)
        let turn = try arena.lastTurn(of: hostile.name)
        let outcome = turn["outcome"]?.string ?? "none"
        let detail = turn["detail"]?.string ?? ""
        #expect(expected.contains(outcome), "request \(number + 1) ended as \(outcome): \(detail)")
        if outcome == "ok" {
            #expect(answer.headers["ringbox-outcome"] == "ok")
        } else {
            #expect(answer.headers["ringbox-outcome"] == "\(outcome); fallback")
            #expect(answer.status == 200 && answer.text == HostileCase.fallback, "\(answer.text)")
        }
        #expect(seen.waited < hostile.patience, "the caller waited \(seen.waited)")
        #expect(seen.peak < hostile.peak, "the worker used \(seen.peak >> 20) MiB")
        #expect(seen.neighbourServed > 0 && seen.neighbourWaited < .seconds(20), "the neighbour waited \(seen.neighbourWaited)")
        guard number == hostile.outcomes.count - 1 else { continue }
        for part in hostile.details { #expect(detail.contains(part), "\(detail)") }
        if let reply = hostile["reply"] { #expect(answer.text == reply) }
        if let size = hostile["size"] { #expect(String(answer.body.count) == size) }
        if let line = hostile["log"], outcome == "ok" {
            let lines = (turn["log"]?.array ?? []).compactMap { $0["text"]?.string }
            #expect(lines.contains { $0.contains(line) }, "\(lines.suffix(3))")
        }
    }
    // One stall is enough: whatever a handler tries, the host itself does not stand still.
    let delay = try arena.longestLoopDelay()
    #expect(delay < longestDelay, "an event loop once came \(delay) late to its work")
    if let state = hostile["state"] { #expect(try arena.state(of: hostile.name) == JSONValue(parsing: state)) }
}
