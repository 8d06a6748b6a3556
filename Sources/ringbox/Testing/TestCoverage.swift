import HandlerHost
import JSONText
import VirtualPBX

/// What the tests of a sandbox have seen of its scenario.
struct TestCoverage: Sendable {
    let sandbox: SandboxName
    let operationCount: Int
    /// The operations that no test entered, in the order of the file.
    let missed: [String]
    /// The codes that handlers returned and that lead nowhere.
    let findings: [ScenarioFinding]

    init(_ sandbox: SandboxName, _ scenario: Scenario, _ outcomes: [TestOutcome]) {
        self.sandbox = sandbox
        let results = outcomes.filter { $0.test.sandbox == sandbox }.compactMap(\.result)
        let entered = results.reduce(into: Set<String>()) { $0.formUnion($1.entered) }
        let codes = results.reduce(into: [String: Set<Int>]()) { all, result in all.merge(result.codes) { $0.union($1) } }
        operationCount = scenario.operations.count
        missed = scenario.operations.map(\.name).filter { !entered.contains($0) }
        findings = scenario.findings(seenCodes: codes)
    }

    var line: String {
        let count = "\(operationCount - missed.count) of \(operationCount) operations"
        return "\(sandbox): \(count) were entered" + (missed.isEmpty ? "" : ", not \(missed.joined(separator: ", "))")
    }

    var json: JSONValue {
        [
            "sandbox": .string(sandbox.text), "operations": .number(JSONNumber(operationCount)),
            "missed": .array(missed.map(JSONValue.string)), "findings": .array(findings.map(\.json)),
        ]
    }
}
