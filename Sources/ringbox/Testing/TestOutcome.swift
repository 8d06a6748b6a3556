import VirtualPBX

/// What came of one call test.
struct TestOutcome: Sendable {
    let test: PlannedTest
    /// What came of the call; nil when there was none.
    var result: CallTestResult?
    /// Why there was none, or why what it left cannot be looked at.
    var problem: String?
    /// How long it took, by the real clock.
    var realTime = Duration.zero

    var isGood: Bool { problem == nil && result?.failure == nil && result != nil }

    /// What is wrong, in lines: where, what was expected, and what was got.
    var failureLines: [String] {
        if let problem { return problem.split(separator: "\n").map(String.init) }
        guard let failure = result?.failure else { return [] }
        return ["\(test.file):\(failure.line):\(failure.column): expected \(failure.expected)", "got \(failure.got)"]
    }
}
