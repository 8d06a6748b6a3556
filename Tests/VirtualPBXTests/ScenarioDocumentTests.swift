import Foundation
import PBXInstructions
import TestSupport
import Testing
import YAMLText

@testable import VirtualPBX

/// The page about scenarios …
struct ScenarioDocumentTests {
    private static let examples: [String] = {
        let text = (try? String(contentsOfFile: "\(BuiltProducts.checkout)/docs/scenarios.md", encoding: .utf8)) ?? ""
        return text.components(separatedBy: "```yaml\n").dropFirst().compactMap { $0.components(separatedBy: "```").first }
    }()

    @Test func hasAnExampleOfEveryOperation() throws {
        let kinds = try Self.examples.filter { !$0.contains("# handlers/flowers") }.flatMap { try Scenario($0).operations.map(\.kindWord) }
        #expect(Set(kinds) == ["interactive", "menu", "message", "transfer", "voicemail", "hours", "goto", "hangup"])
    }

    @Test(arguments: examples.filter { !$0.contains("# handlers/flowers") })
    func hasExamplesWithoutMistakes(example: String) throws {
        #expect(try Scenario(example).findings().filter { $0.severity == .error } == [])
    }

    /// An `interactive` that has every key with the value that the page calls the default is the same as one that has none.
    @Test func namesTheDefaultsThatHold() throws {
        let written = try Scenario(
            """
            operations:
              a: { interactive: { route: /a, method: GET, parameters: [cdr_id, start_time, input_result, numa, numb], answer: true, timeout: 5s,
                input: { length: 4, first: 10s, interval: 5s, attempts: 1 }, transfer: { order: sequential, ring: 30s, callerID: caller } } }
              b: { menu: { keys: { 1: a }, timeout: 10s, attempts: 3 } }
              c: { voicemail: { limit: 2m } }
            transitions: 50
            timezone: UTC
            """)
        let bare = try Scenario(
            """
            operations:
              a: { interactive: { route: /a, input: { length: 4 } } }
              b: { menu: { keys: { 1: a } } }
              c: { voicemail: {} }
            """)
        #expect(written["a"]?.kind == bare["a"]?.kind && written["c"]?.kind == bare["c"]?.kind)
        guard case .menu(let first) = written["b"]?.kind, case .menu(let second) = bare["b"]?.kind else {
            Issue.record("no menus")
            return
        }
        #expect(first.timeout == second.timeout && first.attempts == second.attempts)
        #expect(written.transitionLimit == bare.transitionLimit)
    }

    /// The scenarios that come with the project have neither errors nor warnings.
    @Test(arguments: ["uis_test", "crm11", "hotline"])
    func hasExamplesInTheHandlersFolder(sandbox: String) throws {
        let bytes = Array(try Data(contentsOf: URL(filePath: "\(BuiltProducts.checkout)/handlers/\(sandbox)/scenario.yaml")))
        let scenario = try Scenario(parsing: bytes, file: "\(sandbox)/scenario.yaml")
        #expect(scenario.findings(in: ScenarioSurroundings(sounds: [])) == [])
    }
}
