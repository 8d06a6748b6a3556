import CallTrial
import TestSupport
import Testing

/// The engine, with random scenarios and random events, …
struct CallTrialTests {
    @Test(arguments: 1...8) func keepsItsPromisesWhateverHappens(_ seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        for call in 0..<1_000 {
            var trial = CallTrial(SeededGenerator(seed: generator.next()))
            let faults = trial.run(noise: call % 3 == 0 ? 0 : 60)
            #expect(faults.isEmpty, "call \(call): \(faults)")
            if !faults.isEmpty { break }
        }
    }
}
