import Foundation
import JSONText
import TestSupport
import Testing

/// The commands that know scenarios …
@Suite(.ownThreads, .timeLimit(.minutes(3)))
struct ScenarioCommandTests {
    private let handlers: TemporaryFolder

    init() throws {
        handlers = try TemporaryFolder()
        try handlers.write("module.exports = () => ({ returned_code: 1 })", to: "shop/orders/[id].js")
        try handlers.write("export function POST() { return { returned_code: 1 } }", to: "shop/crm.js")
    }

    @Test func findNothingWrongWithTheExamples() throws {
        let result = try CommandResult.ringbox("check", "--json", "--handlers", "\(BuiltProducts.checkout)/handlers")
        #expect(result.exitCode == 0, "\(result.output)\(result.errors)")
        let sandboxes = try JSONValue(parsing: result.output)["sandboxes"]?.array ?? []
        let scenarios = sandboxes.filter { $0["scenario"] != nil }
        #expect(scenarios.compactMap { $0["name"]?.string } == ["crm11", "hotline", "uis_test"])
        for scenario in scenarios { #expect(scenario["scenario"]?["findings"] == []) }
    }

    @Test func knowTheRoutesOfTheSandbox() throws {
        try handlers.write(
            """
            operations:
              a: { interactive: { route: /orders/4711?x=1, codes: { 1: b }, backup: bye } }
              b: { interactive: { route: /crm, codes: { 1: c }, backup: bye } }
              c: { interactive: { route: /crn, method: POST, backup: bye, prompt: { sound: a.wav } } }
              bye: hangup
            """, to: "shop/scenario.yaml")
        let result = try check()
        #expect(result.exitCode == 1)
        #expect(
            result.output.hasSuffix(
                """
                  scenario shop/scenario.yaml has errors  4 operations
                  shop/scenario.yaml:3:3: operation "b": /crm does not answer GET (known: POST)
                  shop/scenario.yaml:4:3: operation "c": the sandbox has no route /crn (did you mean "/crm"?)
                  warning: shop/scenario.yaml:4:3: operation "c" plays a.wav, which is not in the sandbox's folder sounds/
                1 sandbox, all load, 1 scenario has errors

                """), "\(result.output)")
        try handlers.write("", to: "shop/sounds/a.wav")
        let alone = try CommandResult.ringbox("scenario", "check", "shop", "--json", "--handlers", handlers.path)
        #expect(alone.exitCode == 0, "without loading the sandbox, its routes are not known: \(alone.output)\(alone.errors)")
        #expect(
            try JSONValue(parsing: alone.output) == ["file": "shop/scenario.yaml", "operations": 4, "findings": []])
    }

    @Test func seeInTheCallTestsWhatHandlersReturn() throws {
        try handlers.write(
            "module.exports = (req, state) => { state.n = 1; return { returned_code: req.call.input ? 7 : 1 } }", to: "shop/go.js")
        try handlers.write(
            """
            operations:
              a: { interactive: { route: /go, codes: { 1: b }, backup: bye } }
              b: { interactive: { route: /go, input: { length: 1 }, codes: { 1: b }, backup: bye } }
              bye: hangup

            """, to: "shop/scenario.yaml")
        try handlers.write("from: '7495'\nsteps: [{ presses: '1' }, { state: { /n: 1 } }]\n", to: "shop/calls/good.yaml")
        try handlers.write("from: '7495'\nsteps: [{ finish: success_finish }]\n", to: "shop/calls/bad.yaml")
        let result = try check()
        #expect(
            result.output.hasSuffix(
                """
                  scenario shop/scenario.yaml ok  3 operations, 2 calls played
                  warning: shop/scenario.yaml:3:3: operation "b" does not link code 7, which the handler returned: it goes on with the backup "bye"
                  warning: 1 of its call tests fails: "ringbox test" shows why
                1 sandbox, all load

                """), "\(result.output)")
        #expect(result.exitCode == 0)
        let scenario = try JSONValue(parsing: try check("--json").output)["sandboxes"]?[0]?["scenario"]
        #expect(scenario?["calls"] == 2 && scenario?["failedCalls"] == 1 && scenario?["findings"]?.array?.count == 1)
        // What does not load is told once, and not for each of its calls.
        try handlers.write("module.exports = (", to: "shop/go.js")
        let broken = try check().output
        #expect(broken.contains("shop does not load") && !broken.contains("call tests"), "\(broken)")
        try handlers.write("module.exports = () => ({ returned_code: 1 })", to: "shop/go.js")
        // Nobody outside is asked for a look at a file.
        try handlers.write(
            "operations: { a: { interactive: { url: \"http://127.0.0.1:1/\", backup: bye } }, bye: hangup }\n", to: "shop/scenario.yaml")
        let outside = try check().output
        #expect(
            outside.contains(
                "ok  2 operations\n  warning: shop/scenario.yaml:1:15: operation \"a\" asks http://127.0.0.1:1/, which is outside the sandbox and not asked: --scenario-urls http://127.0.0.1:1 allows it\n"
            ), "\(outside)")
    }

    @Test func tellWhatIsWrongWhileTheHandlersServe() throws {
        try handlers.write("operations: { a: { mesage: x } }\n", to: "shop/scenario.yaml")
        let host = try HostProcess(handlers: handlers, data: TemporaryFolder())
        #expect(try host.get("/@shop/orders/1").text == #"{"returned_code":1}"#)
        let result = try check("--json")
        #expect(result.exitCode == 1)
        let scenario = try JSONValue(parsing: result.output)["sandboxes"]?[0]?["scenario"]
        #expect(
            scenario == [
                "file": "shop/scenario.yaml",
                "findings": [
                    [
                        "severity": "error", "file": "shop/scenario.yaml", "line": 1, "column": 20,
                        "message": "unknown key \"mesage\" (did you mean \"message\"?)",
                    ]
                ],
            ])
    }

    @Test func sayHowToWriteAScenarioWhereThereIsNone() throws {
        try handlers.write("module.exports = () => ({ returned_code: 1 })", to: "one.js")
        for (name, sentence) in [
            ("shop", "there is no shop/scenario.yaml: it says what the exchange does with a call, such as"),
            ("one", "one.js is a sandbox in one file, which has no scenario: make a folder of it"),
            ("shp", "has no sandbox \"shp\" (did you mean \"shop\"?)"),
        ] {
            for command in ["graph", "check"] {
                let result = try CommandResult.ringbox("scenario", command, name, "--handlers", handlers.path)
                #expect(result.exitCode == 66 && result.errors.contains(sentence), "\(result.errors)")
            }
        }
    }

    @Test func readNoFileOutsideTheHandlersFolderAndNoLongOne() throws {
        try FileManager.default.createSymbolicLink(atPath: "\(handlers.path)/shop/scenario.yaml", withDestinationPath: "/etc/passwd")
        let linked = try CommandResult.ringbox("scenario", "graph", "shop", "--handlers", handlers.path)
        #expect(
            linked.exitCode == 74 && linked.errors.contains("shop/scenario.yaml") && !linked.errors.contains("root:"), "\(linked.errors)")
        #expect(try check().exitCode == 1)
        try handlers.remove("shop/scenario.yaml")
        try handlers.write(String(repeating: "# long\n", count: 20_000), to: "shop/scenario.yaml")
        let long = try CommandResult.ringbox("scenario", "graph", "shop", "--handlers", handlers.path)
        #expect(long.exitCode == 1 && long.errors.contains("the file has 140000 bytes; it may have 65536"), "\(long.errors)")
    }

    @Test func drawTheScenario() throws {
        try handlers.write(
            "operations: { привет: { message: { prompt: Здравствуйте, next: bye } }, bye: hangup }\n", to: "shop/scenario.yaml")
        let text = try CommandResult.ringbox("scenario", "graph", "shop", "--handlers", handlers.path)
        #expect(
            text.exitCode == 0 && text.output.hasPrefix("flowchart LR\n") && text.output.contains("n0 -->|\"next\"| n1"), "\(text.output)")
        let folder = try TemporaryFolder()
        let image = try CommandResult.ringbox(
            "scenario", "graph", "shop", "--format", "svg", "--output", "\(folder.path)/a.svg", "--handlers", handlers.path)
        #expect(image.exitCode == 0 && image.output.isEmpty, "\(image.errors)")
        let svg = try folder.read("a.svg")
        #expect(svg.hasPrefix("<svg ") && svg.contains(">привет</text>"))
        let failed = try CommandResult.ringbox(
            "scenario", "graph", "shop", "--output", "\(folder.path)/no/a.svg", "--handlers", handlers.path)
        #expect(failed.exitCode == 73 && failed.errors.contains("cannot be made"), "\(failed.errors)")
    }

    private func check(_ options: String...) throws -> CommandResult {
        try CommandResult.run(BuiltProducts.path(of: "ringbox"), ["check", "--handlers", handlers.path] + options)
    }
}
