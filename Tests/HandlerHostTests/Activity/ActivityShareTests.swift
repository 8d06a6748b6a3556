import NIOCore
import TestSupport
import Testing

@testable import HandlerHost

/// Each sandbox has its share of the activity log.
@Suite(.timeLimit(.minutes(2)))
struct ActivityShareTests {
    private func note(_ log: ActivityLog, _ sandbox: String?, _ message: String = "", reachedSandbox: Bool = true) {
        log.append(.event(HostEvent(time: 0, sandbox: sandbox, kind: .warning, message: message)), reachedSandbox: reachedSandbox)
    }

    private func sandboxes(_ log: ActivityLog) -> [String: Int] {
        log.entries().reduce(into: [:]) { $0[$1.sandbox ?? "host", default: 0] += 1 }
    }

    @Test func aLoudSandboxTakesNothingFromAQuietOne() {
        let log = ActivityLog(filter: nil, countLimit: 12)
        for _ in 0..<3 { note(log, "quiet") }
        note(log, nil)
        for _ in 0..<100 { note(log, "loud") }
        #expect(sandboxes(log) == ["quiet": 3, "host": 1, "loud": 8])
        #expect(log.entries().map(\.number) == log.entries().map(\.number).sorted())
        #expect(log.entries(after: 103).map(\.number) == [104] && log.entries(after: 104).isEmpty && log.entries(after: .max).isEmpty)
    }

    @Test func whoIsOverItsShareGivesBack() {
        let log = ActivityLog(filter: nil, countLimit: 9)
        for _ in 0..<9 { note(log, "a") }
        for name in ["b", "c"] { for _ in 0..<9 { note(log, name) } }
        #expect(sandboxes(log) == ["a": 3, "b": 3, "c": 3])
    }

    @Test func namesThatNobodyHasShareOne() {
        let log = ActivityLog(filter: nil, countLimit: 10)
        for _ in 0..<5 { note(log, "known") }
        for number in 0..<1_000 { note(log, "junk\(number)", reachedSandbox: false) }
        #expect(sandboxes(log)["known"] == 5 && log.entries().count == 10)
    }

    @Test func bytesAreSharedAsWell() {
        let log = ActivityLog(filter: nil, weightLimit: 100_000)
        for _ in 0..<10 { note(log, "quiet") }
        for _ in 0..<100 { note(log, "loud", String(repeating: "ж", count: 10_000)) }
        let counts = sandboxes(log)
        #expect(counts["quiet"] == 10 && counts["loud"] == 4)
    }

    @Test func aReaderWaitsForWhatIsKeptAndNotForWhatWasTooLarge() async throws {
        let log = ActivityLog(filter: nil, weightLimit: 1_000)
        note(log, "a", String(repeating: "x", count: 150))
        note(log, "b", String(repeating: "x", count: 700))
        #expect(log.entries(after: 1).isEmpty, "it was over its share at once")
        let reader = Task { await log.next(after: 1) }
        try await eventually("the reader waits") { log.waitingReaders == 1 }
        note(log, "a", "news")
        #expect(await reader.value.map(\.number) == [3])
    }

    @Test func moreSandboxesThanEntriesAreNoTrouble() {
        let log = ActivityLog(filter: nil, countLimit: 10)
        for round in 0..<5 { for number in 0..<100 { note(log, "s\(number)", "\(round)") } }
        #expect(log.entries().count == 10 && log.entries().last?.number == 500)
    }

    @Test func junkToUnknownNamesErasesNoLog() async throws {
        let test = try await TestHost(["a/go.js": "module.exports = () => ({ returned_code: 1 })"])
        _ = await test.get("/@a/go")
        for number in 0..<2_500 { _ = await test.get("/@junk\(number)/x") }
        #expect(test.host.activity.entries().contains { $0.sandbox == "a" && $0.isTurn })
    }

    /// What is kept of a long reply is a copy, and not all that came with it.
    @Test func ofLongTextsOnlyTheBeginningIsKept() async throws {
        let test = try await TestHost([
            "a/go.js": "module.exports = (req, state, res) => res.send('ж'.repeat(400_000))", "a/sandbox.yaml": "dialect: none\n",
        ])
        let reply = await test.get("/@a/go")
        #expect(reply.body.readableBytes == 800_000)
        let record = try #require(test.lastTurn)
        #expect(record.reply.readableBytes == TurnRecord.longestText && record.reply.storageCapacity <= 2 * TurnRecord.longestText)
        // They come in one piece, of which each part would keep all.
        #expect(record.log.storageCapacity + record.patch.storageCapacity <= 4 * TurnRecord.longestText)
        #expect(record.cut == ["reply": 800_000])
    }
}

extension ActivityEntry {
    fileprivate var isTurn: Bool { if case .turn = content { true } else { false } }
}
