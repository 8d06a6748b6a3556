import HTTPText
import HandlerHost
import JSONText
import VirtualPBX

/// What the tests of a sandbox have seen of its scenario.
struct TestCoverage: Sendable {
    let sandbox: SandboxName
    let operationCount: Int
    let branchCount: Int
    /// The operations that no test entered, in the order of the file.
    let missedOperations: [String]
    /// The branches of the others that no test took: `order next`.
    let missedBranches: [String]
    /// The codes that handlers returned and that lead nowhere.
    let findings: [ScenarioFinding]

    init(_ sandbox: SandboxName, _ scenario: Scenario, _ outcomes: [TestOutcome]) {
        self.sandbox = sandbox
        let results = outcomes.filter { $0.test.sandbox == sandbox }.compactMap(\.result)
        let taken = results.reduce(into: [String: Set<String>]()) { all, result in all.merge(result.taken) { $0.union($1) } }
        let codes = results.reduce(into: [String: Set<Int>]()) { all, result in all.merge(result.codes) { $0.union($1) } }
        operationCount = scenario.operations.count
        branchCount = scenario.operations.reduce(0) { $0 + $1.branches.count }
        missedOperations = scenario.operations.map(\.name).filter { taken[$0] == nil }
        missedBranches = scenario.operations.flatMap { operation in
            guard let labels = taken[operation.name] else { return [String]() }
            return operation.branches.map(\.label).filter { !labels.contains($0) }.map { "\(operation.name) \($0)" }
        }
        findings = scenario.findings(seenCodes: codes)
    }

    var line: String {
        let entered = "\(operationCount - missedOperations.count) of \(operationCount) operations were entered"
        guard missedOperations.isEmpty else { return "\(sandbox): \(entered), not \(missedOperations.joined(separator: ", "))" }
        let taken = "\(branchCount - missedBranches.count) of \(branchCount) branches taken"
        return "\(sandbox): \(entered), \(taken)" + (missedBranches.isEmpty ? "" : ", not \(missedBranches.joined(separator: ", "))")
    }

    /// An object with the members `sandbox`, `operations`, `branches`, `missed`, `missedBranches` and `findings`.
    var json: JSONValue {
        [
            "sandbox": .string(sandbox.text), "operations": .number(JSONNumber(operationCount)),
            "branches": .number(JSONNumber(branchCount)), "missed": .array(missedOperations.map(JSONValue.string)),
            "missedBranches": .array(missedBranches.map(JSONValue.string)), "findings": .array(findings.map(\.json)),
        ]
    }
}
