import HandlerHost
import JSONText
import NIOCore
import TestSupport
import Testing

/// Random turns that read, write and wait, many at the same time, through a real host and its workers, some of which are killed.
/// What came of them is checked as a history: the order in which the turns were answered has to be one in which they could have
/// run one after another, with the same replies, the same versions and the same state.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct InterleavingTests {
    @Test(arguments: Seeds.upTo(4))
    func everyHistoryIsAnOrderOneAfterAnother(seed: UInt64) async throws {
        let test = try await TestHost([
            "a/_run.js": TurnProgram.handler, "a/wait.js": "module.exports = require('./_run.js')",
            "a/now.js": "module.exports = require('./_run.js')", "a/spin.js": "module.exports = async () => { for (;;) await 0 }",
            "a/state.json": TurnProgram.state,
            "a/sandbox.yaml": "dialect: none\nlimits: { wall: 60s, cpu: 60s, queued: 60s }\nroutes: { /spin: { limits: { cpu: 20ms } } }\n",
        ])
        var generator = SeededGenerator(seed: seed)
        var targets: [String] = []
        for index in 0..<600 {
            let waits = index % 3 != 0
            let program = TurnProgram(waits: waits, isRefused: index % 40 == 7, using: &generator)
            targets.append("/@a/\(waits ? "wait" : "now")?p=\(program.description.replacing(" ", with: "+"))")
            if index % 250 == 100 { targets.append("/@a/spin") }
        }
        await run(targets, on: test)
        _ = await test.get("/@a/now?p=\(TurnProgram.look.description.replacing(" ", with: "+"))")

        let turns = test.turns.filter { $0.route != "/spin" }
        #expect(turns.count == 601 && turns.last?.outcome == .ok)
        var state = PlainState()
        var version: Int64 = 1
        var faults: [String] = []
        for turn in turns {
            let program = TurnProgram((turn.url.split(separator: "?p=").last ?? "").replacing("+", with: " "))
            let expected = program.run(on: &state)
            let seen = turn.outcome == .threw ? turn.detail.map { String($0.dropFirst("Error: ".count)) } : String(buffer: turn.reply)
            if turn.outcome == .ok || turn.outcome == .threw {
                if seen != expected.seen || (turn.outcome == .threw) != expected.fails {
                    faults.append("seed \(seed): \(program) saw \(seen ?? "nothing") and not \(expected.seen)")
                }
            } else if turn.outcome != .invalidInstruction || !program.description.contains("refuse") {
                faults.append("seed \(seed): \(program) ended as \(turn.outcome): \(turn.detail ?? "")")
            }
            if let made = turn.stateVersion {
                version += 1
                if made != version { faults.append("version \(made) came where \(version) was to come") }
            }
        }
        #expect(faults.isEmpty, "\(faults.count), the first: \(faults.first ?? "")")
        #expect(try await test.host.state(of: "a").version == version)
        // Otherwise nothing was tried.
        #expect(turns.filter { $0.runs > 1 }.count > 20 && turns.contains { $0.outcome == .invalidInstruction })
        #expect(test.turns.contains { $0.outcome == .exceededCPU }, "a worker was killed")
    }

    private func run(_ targets: [String], on test: TestHost) async {
        await withTaskGroup(of: Void.self) { group in
            for (index, target) in targets.enumerated() {
                if index >= 24 { await group.next() }
                group.addTask { _ = await test.get(target) }
            }
        }
    }
}
