import CallTrial
import FuzzSupport
import VirtualPBX
import YAMLText

/// The bytes of a `scenario.yaml`, and of a call test.
///
/// What is wrong has a place in the file. What is accepted can be looked at, drawn and played: every link leads to an operation, and a
/// call with random events ends.
@_cdecl("LLVMFuzzerTestOneInput")
package func testScenarios(_ start: UnsafeRawPointer, _ count: Int) -> CInt {
    let bytes = Array(UnsafeRawBufferPointer(start: start, count: count))
    do {
        let scenario = try Scenario(parsing: bytes, file: "s/scenario.yaml")
        check(scenario, bytes)
        let faults = CallTrial.played(scenario, FuzzInput(start, count))
        hold(faults.isEmpty, faults.joined(separator: "\n"))
    } catch {
        hold(error, in: bytes)
    }
    do {
        check(try CallTest(parsing: bytes, file: "s/calls/test.yaml"), bytes)
    } catch {
        hold(error, in: bytes)
    }
    return 0
}

extension CallTrial<ByteGenerator> {
    /// What was not as promised in a call whose events are chosen by the fuzzer's bytes.
    fileprivate static func played(_ scenario: Scenario, _ input: FuzzInput) -> [String] {
        var trial = CallTrial(scenario, ByteGenerator(input))
        return trial.run(noise: 50)
    }
}

private func check(_ scenario: Scenario, _ bytes: [UInt8]) {
    hold(scenario[scenario.start.name] != nil, "begins at \(scenario.start.name), which there is not")
    hold((1...1000).contains(scenario.transitionLimit), "\(scenario.transitionLimit) transitions")
    for operation in scenario.operations {
        for branch in operation.branches {
            hold(scenario[branch.link.name] != nil, "\(operation.name) leads to \(branch.link.name), which there is not")
        }
    }
    for finding in scenario.findings() {
        hold((1...(bytes.count + 1)).contains(finding.line) && finding.column >= 1, "\(finding) is no place of \(bytes.count) bytes")
    }
    let graph = ScenarioGraph(scenario)
    hold(graph.nodes.count == scenario.operations.count && graph.start != nil, "the graph has other operations")
    hold(graph.mermaid.hasPrefix("flowchart"), "no flowchart")
    hold((graph.svg != nil) == (graph.nodes.count <= ScenarioGraph.mostDrawn), "drawn, or not drawn, without a reason")
}

private func check(_ test: CallTest, _ bytes: [UInt8]) {
    hold(!test.name.isEmpty && test.facts.startTime >= 0, "no name, or a time before 1970")
    for (number, reactions) in test.answers {
        hold(!number.isEmpty && !reactions.isEmpty, "nobody is said to answer at \(number)")
        for reaction in reactions { hold(reaction?.delay ?? .zero >= .zero, "answers before it rings") }
    }
    hold(test.faults.keys.allSatisfy { $0 >= 1 }, "a question before the first")
    for step in test.steps {
        hold((1...(bytes.count + 1)).contains(step.line) && step.column >= 1, "\(step) is at no place of \(bytes.count) bytes")
    }
}
