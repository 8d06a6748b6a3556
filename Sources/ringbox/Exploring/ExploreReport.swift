import VirtualPBX

/// What came of exploring a scenario.
struct ExploreReport: Sendable {
    /// A call as it comes in.
    struct Call: Sendable, Equatable {
        var from: String
        /// In seconds since 1970.
        var time: Int64
    }

    /// The same finding on one or several ways.
    struct Finding: Sendable, Equatable {
        var severity: ExploreFinding.Severity
        var message: String
        /// The call, and the shortest way to it.
        var call: Call
        var inputs: [ExploredInput]
        /// On how many ways it was found.
        var count = 1
    }

    let sandbox: String
    /// Whether calls came in at different times.
    let showsTimes: Bool
    /// What can become of each call.
    var trees: [(call: Call, root: ExploredNode)] = []
    /// Calls that there was no room for.
    var skipped: [Call] = []
    private var wasCut = false
    private(set) var callCount = 0
    private(set) var findings: [Finding] = []
    /// The operations that no call entered, in the order of the scenario.
    private(set) var missed: [String]

    init(sandbox: String, scenario: Scenario, showsTimes: Bool) {
        self.sandbox = sandbox
        self.showsTimes = showsTimes
        missed = scenario.operations.map(\.name)
    }

    var hasErrors: Bool { findings.contains { $0.severity == .error } }

    /// Whether every way was gone to its end, or to where it only repeats another one.
    var isComplete: Bool { skipped.isEmpty && !wasCut }

    /// Takes over what was found by calls that came in at `time`.
    mutating func add(_ explorer: Explorer, at time: Int64) {
        callCount += explorer.callCount
        if !explorer.isComplete { wasCut = true }
        missed.removeAll { explorer.entered.contains($0) }
        for found in explorer.findings {
            if let place = findings.firstIndex(where: { $0.severity == found.severity && $0.message == found.message }) {
                findings[place].count += 1
                guard found.inputs.count < findings[place].inputs.count else { continue }
                findings[place].call = Call(from: found.from, time: time)
                findings[place].inputs = found.inputs
            } else {
                findings.append(
                    Finding(
                        severity: found.severity, message: found.message, call: Call(from: found.from, time: time), inputs: found.inputs))
            }
        }
    }
}
