import PBXInstructions
import Testing

@testable import VirtualPBX

/// The findings of a scenario …
struct ScenarioFindingTests {
    @Test func areNoneWhenAllIsWell() throws {
        let scenario = try Scenario(
            """
            operations:
              ask: { interactive: { route: /crm, input: { length: 1 }, prompt: { sound: a.wav }, codes: { 1: ask }, backup: bye } }
              bye: hangup
            """)
        let surroundings = ScenarioSurroundings(
            route: { method, path in method == "GET" && path == "/crm" ? .answered : .missing(nearest: nil) }, sounds: ["a.wav"])
        #expect(scenario.findings(in: surroundings) == [])
        #expect(scenario.findings(seenCodes: ["ask": [1]]) == [])
    }

    @Test(
        arguments: [
            (
                "  a: hangup\n  b: { goto: c }\n  c: hangup",
                [
                    "warning 3:3: no path from \"a\" leads to operation \"b\": link it, or remove it",
                    "warning 4:3: no path from \"a\" leads to operation \"c\": link it, or remove it",
                ]
            ),
            (
                "  a: { interactive: { route: /x } }",
                [
                    "warning 2:3: operation \"a\" has no backup: when the handler fails or is late, the call just ends"
                ]
            ),
            (
                "  a: { interactive: { route: /x, backup: a, parameters: [numa], input: { length: 1 } } }",
                [
                    "warning 2:3: operation \"a\" asks for digits, and its parameters do not include input_result: the handler will not see them"
                ]
            ),
            (
                "  a: { goto: b }\n  b: { goto: a }",
                [
                    "error 2:3: a call never gets out of \"a\", \"b\": lead one of them to an operation that does something"
                ]
            ),
            ("  a: { goto: a }", ["error 2:3: a call never gets out of \"a\": lead one of them to an operation that does something"]),
            (
                "  a: { hours: { times: 09:00-18:00, open: a, closed: b } }\n  b: { goto: a }",
                [
                    "error 2:3: a call never gets out of \"a\", \"b\": lead one of them to an operation that does something"
                ]
            ),
            (
                "  a: { hours: { times: 09:00-18:00, open: a, closed: b } }\n  b: hangup",
                [
                    "warning 2:3: at some hours a call never gets out of \"a\": lead each branch to an operation that does something"
                ]
            ),
            (
                "  a: { hours: { times: 09:00-18:00, open: a } }",
                [
                    "warning 2:3: at some hours a call never gets out of \"a\": lead each branch to an operation that does something"
                ]
            ),
            ("  a: { hours: { times: 09:00-18:00, open: b, closed: c } }\n  b: { goto: c }\n  c: { message: { prompt: x, next: a } }", []),
        ] as [(String, [String])])
    func say(operations: String, sentences: [String]) throws {
        let scenario = try Scenario("operations:\n\(operations)\n")
        #expect(scenario.findings().map(\.shown) == sentences)
    }

    @Test func knowTheSandboxesRoutesAndSounds() throws {
        let scenario = try Scenario(
            """
            operations:
              a: { interactive: { route: /crm?x=1, backup: b, prompt: { sound: a.wav }, transfer: { whisper: { sound: b.wav } } } }
              b: { interactive: { route: /crn, backup: c, method: POST } }
              c: { interactive: { url: "http://example.com/nowhere", backup: d, prompt: { sound: c.wav } } }
              d: { interactive: { route: /orders, backup: a } }
            """)
        let surroundings = ScenarioSurroundings(
            route: { method, path in
                if path == "/crm" { return .answered }
                return path == "/orders" ? .otherMethods(["POST", "PUT"]) : .missing(nearest: "/crm")
            }, sounds: ["a.wav"])
        #expect(
            scenario.findings(in: surroundings).map(\.shown) == [
                "warning 2:3: operation \"a\" plays b.wav, which is not in the sandbox's folder sounds/",
                "error 3:3: operation \"b\": the sandbox has no route /crn (did you mean \"/crm\"?)",
                "warning 4:3: operation \"c\" plays c.wav, which is not in the sandbox's folder sounds/",
                "error 5:3: operation \"d\": /orders does not answer GET (known: POST, PUT)",
            ])
    }

    @Test func knowWhomTheHostDoesNotAsk() throws {
        let scenario = try Scenario(
            """
            operations:
              a: { interactive: { url: "http://example.com/a?token=1", backup: b } }
              b: { interactive: { url: "https://crm.example.com/b", backup: a } }
            """)
        #expect(
            scenario.findings(in: ScenarioSurroundings(urls: try ScenarioURLs(parsing: ["https://crm.example.com"]))).map(\.shown) == [
                "warning 2:3: operation \"a\" asks http://example.com/a, which is outside the sandbox and not asked: --scenario-urls http://example.com allows it"
            ])
        #expect(scenario.outside(.none)?.operation == "a")
    }

    @Test func knowWhichCodesHandlersReturn() throws {
        let scenario = try Scenario(
            """
            operations:
              a: { interactive: { route: /x, codes: { 1: b }, backup: b } }
              b: { interactive: { route: /x, codes: { 2: a } } }
            """)
        let findings = scenario.findings(seenCodes: ["a": [1, 9, 2], "b": [2, 3], "gone": [4]])
        #expect(
            findings.map(\.shown) == [
                "warning 2:3: operation \"a\" does not link code 2, which the handler returned: it goes on with the backup \"b\"",
                "warning 2:3: operation \"a\" does not link code 9, which the handler returned: it goes on with the backup \"b\"",
                "error 3:3: operation \"b\" does not link code 3, which the handler returned: the call ends there",
            ])
        #expect(findings.hasErrors)
        #expect(findings.last?.description == "shop/scenario.yaml:3:3: \(findings.last?.message ?? "")")
    }
}

extension ScenarioFinding {
    fileprivate var shown: String { "\(severity.rawValue) \(line):\(column): \(message)" }
}
