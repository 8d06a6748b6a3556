import TestSupport
import Testing
import WorkerProtocol

@testable import WorkerRuntime

/// Turns that wait interleave, and it is as if they had run one after another.
@Suite(.ownThreads, .timeLimit(.minutes(2)))
struct SerializabilityTests {
    @Test(arguments: Seeds.upTo(8))
    func everyInterleavingIsAnOrderOneAfterAnother(seed: UInt64) throws {
        var workload = Workload(seed: seed, worker: try worker())
        try workload.run(turns: 500)
        #expect(workload.faults.isEmpty, "\(workload.faults.count), the first: \(workload.faults.first ?? "")")
        // Otherwise nothing was tried.
        #expect(workload.endings[.stale, default: 0] > 20 && workload.endings[.cancelled, default: 0] > 0 && workload.rewinds > 0)
    }

    /// The check finds what it is for: engines that forget a part of what turns that wait depend on.
    @Test(arguments: [
        ("has(node, key) {", "has(node, key) { return false;"), ("hasKeys(node) {", "hasKeys(node) { return false;"),
        ("returned !== null && returned.has(key));", "false);"),
        ("if (view.turn.reads === null) return true;", "if (view.turn.reads === null) return false;"),
        ("if (own !== null) return true;", "if (own !== null) return false;"), (" takeOut(turn.dirty[index]);", ";"),
        (" putBack(dirty[index]);", ";"),
    ])
    func anEngineThatForgetsSomethingIsFound(part: String, forgetting: String) throws {
        let broken = try BrokenRuntime.source(part, forgetting)
        var faults = 0
        for seed in UInt64(1)...30 where faults == 0 {
            var workload = Workload(seed: seed, worker: try worker(source: broken))
            try workload.run(turns: 500)
            faults += workload.faults.count
        }
        #expect(faults > 0)
    }

    private func worker(source: [UInt8] = RuntimeSource.script) throws -> TestWorker {
        let worker = try TestWorker(source: source)
        let report = try worker.load([("a.js", TurnProgram.handler), ("b.js", TurnProgram.handler)], state: TurnProgram.state)
        try #require(report.failure == nil, "\(report.failure?.summary ?? "")")
        return worker
    }
}
