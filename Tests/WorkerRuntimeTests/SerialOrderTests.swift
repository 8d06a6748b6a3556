import JSONText
import TestSupport
import Testing
import WorkerProtocol

@testable import WorkerRuntime

/// A few random turns side by side, which wait in the middle: what they have seen and what they leave behind is what some order of
/// them, one after another, gives. All orders are tried, on plain objects in an engine that knows nothing of `state`.
@Suite(.ownThreads, .timeLimit(.minutes(10)))
struct SerialOrderTests {
    @Test(arguments: Seeds.upTo(6)) func turnsSideBySideAreLikeSomeOrderOfThem(seed: UInt64) throws {
        var trial = try SerialOrderTrial(seed: seed, source: RuntimeSource.script)
        for _ in 0..<60 { try trial.runRound() }
        #expect(trial.faults.isEmpty, "\(trial.faults.count), the first: \(trial.faults.first ?? "")")
        // Otherwise nothing was tried.
        #expect(trial.setbacks > 0 && trial.overlaps > 20, "\(trial.setbacks) and \(trial.overlaps)")
    }

    /// The search finds what it is for.
    @Test(arguments: [
        ("if (view.turn.reads === null) return true;", "if (view.turn.reads === null) return false;"),
        ("hasKeys(node) {", "hasKeys(node) { return false;"), ("has(node, key) {", "has(node, key) { return false;"),
    ])
    func anEngineThatForgetsSomethingIsFound(part: String, forgetting: String) throws {
        let broken = try BrokenRuntime.source(part, forgetting)
        var faults = 0
        // How turns meet depends on the machine as well: on a busy one it takes longer.
        for seed in UInt64(1)...300 where faults == 0 {
            var trial = try SerialOrderTrial(seed: seed, source: broken)
            for _ in 0..<60 where trial.faults.isEmpty { try trial.runRound() }
            faults += trial.faults.count
        }
        #expect(faults > 0)
    }
}
