import Foundation
import FoundationXML
import JSONText
import TestSupport
import Testing

/// `ringbox test` …
@Suite(.ownThreads, .timeLimit(.minutes(3)))
struct TestCommandTests {
    private let handlers: TemporaryFolder

    init() throws {
        handlers = try TemporaryFolder()
        try handlers.write(
            """
            module.exports = (req, state) => {
              state.n = (state.n ?? 0) + 1;
              if (!req.call.input) return { returned_code: 1, text: `Звонок ${state.n}` };
              return req.call.input === "7" ? { returned_code: 5 } : { text: "Соединяю", phones: ["79165550011"] };
            };
            """, to: "shop/crm.js")
        try handlers.write(
            """
            operations:
              hello: { interactive: { route: /crm, codes: { 1: code }, backup: never } }
              code: { interactive: { route: /crm, input: { length: 1 }, codes: { 1: code }, backup: bye } }
              bye: hangup
              never: hangup
            """, to: "shop/scenario.yaml")
        try handlers.write(
            """
            name: Клиент & "его" заказ
            from: "74952345678"
            answers: { 79165550011: 2s }
            steps:
              - hears: { exactly: Звонок 1 }
              - presses: 1
              - hears: Соединяю
              - connected: "79165550011"
              - finish: success_finish
              - state: { "": { n: 2 } }
            """, to: "shop/calls/good.yaml")
    }

    @Test func passesTheExamplesWhichSeeEveryBranch() throws {
        let result = try CommandResult.ringbox("test", "--json", "--handlers", "\(BuiltProducts.checkout)/handlers")
        #expect(result.exitCode == 0, "\(result.output)\(result.errors)")
        let report = try JSONValue(parsing: result.output)
        #expect(report["failed"] == 0)
        #expect(report["coverage"]?.array?.map { $0["missed"] } == [[], [], []])
        #expect(report["coverage"]?.array?.map { $0["missedBranches"] } == [[], [], []])
        #expect(report["coverage"]?.array?.compactMap { $0["branches"]?.int } == [9, 11, 9])
        #expect(report["coverage"]?.array?.allSatisfy { $0["findings"] == [] } == true)
    }

    @Test func beginsEachCallWithTheSeedOnHoweverManyLanes() throws {
        for number in 0..<12 { try handlers.write(try handlers.read("shop/calls/good.yaml"), to: "shop/calls/copy-\(number).yaml") }
        for lanes in ["1", "3", "16"] {
            let result = try test("--lanes", lanes)
            #expect(result.exitCode == 0 && result.output.contains("13 tests, all pass"), "\(result.output)\(result.errors)")
        }
    }

    @Test func showsWhereACallDiffersAndWhatWasExpected() throws {
        try handlers.write(
            "from: ''\nsteps:\n  - hears: Звонок\n  - presses: 2\n  - hears: Заказ готов\n", to: "shop/calls/other.yaml")
        let result = try test()
        #expect(result.exitCode == 1)
        #expect(result.output.contains("  ok      Клиент & \"его\" заказ  call "), "\(result.output)")
        #expect(result.output.contains("  FAILED  other  call "))
        let lines = result.output.split(separator: "\n").map(String.init)
        let marked = try #require(lines.firstIndex { $0.hasPrefix("  ► ") })
        #expect(lines[marked].contains("hears ") && lines[marked].hasSuffix(" \"Соединяю\""))
        #expect(
            Array(lines[(marked + 1)...]) == [
                "    shop/calls/other.yaml:5:5: expected hears \"Заказ готов\"", "    got hears \"Соединяю\"",
                "shop: 2 of 4 operations were entered, not bye, never", "2 tests, 1 failed",
            ])
    }

    @Test func failsWhatCannotBeReadAndRunsTheOthers() throws {
        try handlers.write("from: ''\nsteps: [{ heers: x }]\n", to: "shop/calls/broken.yaml")
        try handlers.write(Data([0xff, 0xfe, 0x00]), to: "shop/calls/noise.yml")
        try handlers.write("a note, and no test", to: "shop/calls/README.md")
        let result = try test()
        #expect(result.exitCode == 1 && result.output.hasSuffix("3 tests, 2 failed\n"), "\(result.output)")
        #expect(result.output.contains("shop/calls/broken.yaml:2:11: unknown key \"heers\" (did you mean \"hears\"?)"))
        #expect(result.output.contains("shop/calls/noise.yml:1:1: "))
    }

    @Test func tellsWhatIsWrongWithATestBeforeWhatItsScenarioLacks() throws {
        try handlers.write("module.exports = () => ({ returned_code: 1 })", to: "bare/go.js")
        try handlers.write("from: ''\nsteps: [{ heers: x }]\n", to: "bare/calls/broken.yaml")
        try handlers.write("from: ''\nsteps: [{ hears: x }]\n", to: "bare/calls/fine.yaml")
        let result = try test("bare")
        #expect(result.output.contains("bare/calls/broken.yaml:2:11: unknown key \"heers\""), "\(result.output)")
        #expect(result.output.contains("there is no bare/scenario.yaml"), "\(result.output)")
    }

    @Test func readsNoFileOutsideTheHandlersFolder() throws {
        try FileManager.default.createSymbolicLink(atPath: "\(handlers.path)/shop/calls/link.yaml", withDestinationPath: "/etc/passwd")
        let result = try test()
        #expect(result.exitCode == 1 && !result.output.contains("root"), "\(result.output)")
    }

    @Test func tellsOfCodesThatLeadNowhere() throws {
        try handlers.write("from: ''\nsteps:\n  - presses: 7\n  - enters: bye\n", to: "shop/calls/seven.yaml")
        let result = try test("--filter", "SEVEN")
        #expect(result.exitCode == 0, "\(result.output)\(result.errors)")
        #expect(
            result.output.contains(
                "warning: shop/scenario.yaml:3:3: operation \"code\" does not link code 5, which the handler returned: it goes on with the backup \"bye\""
            ), "\(result.output)")
    }

    @Test func tellsOfBranchesThatNoCallTook() throws {
        try handlers.write("module.exports = () => ({ returned_code: 1 })", to: "lane/go.js")
        try handlers.write(
            "operations: { a: { interactive: { route: /go, codes: { 1: b, 2: b }, backup: b } }, b: { goto: bye }, bye: hangup }\n",
            to: "lane/scenario.yaml")
        try handlers.write("from: ''\nsteps: [{ finish: scenario_disconnects }]\n", to: "lane/calls/a.yaml")
        let result = try test("lane")
        #expect(
            result.output.contains("\nlane: 3 of 3 operations were entered, 2 of 4 branches taken, not a code 2, a backup\n"),
            "\(result.output)")
    }

    @Test func writesAReportThatEveryXMLParserReads() throws {
        try handlers.write(
            #"name: "<![CDATA[ ]]> & \"\u0000\u001b\n\ufffe\U0001F600'"\#nfrom: ''\#nsteps: [{ hears: "]]>&\u0001<" }]"#,
            to: "shop/calls/hostile.yaml")
        let result = try test("--junit", "\(handlers.path)/report.xml")
        #expect(result.exitCode == 1)
        let report = try ReportReader(Data(contentsOf: URL(filePath: "\(handlers.path)/report.xml")))
        #expect(report.isWhole)
        #expect(report.suites == [["name": "shop", "tests": "2", "failures": "1", "errors": "0", "skipped": "0"]])
        #expect(report.names == ["Клиент & \"его\" заказ", "<![CDATA[ ]]> & \"\u{fffd}\u{fffd}\n\u{fffd}😀'"])
        #expect(report.failures.count == 1 && report.failures[0].contains("expected hears \"]]>&\u{fffd}<\""))
        #expect(report.failures[0].contains("Звонок 1"), "the call is there, too")
        let failed = try test("--junit", "\(handlers.path)/no/report.xml")
        #expect(failed.exitCode == 73, "\(failed.errors)")
    }

    @Test func saysWhatIsMissing() throws {
        try handlers.write("module.exports = () => ({ returned_code: 1 })", to: "bare/crm.js")
        try handlers.write("module.exports = () => ({ returned_code: 1 })", to: "one.js")
        try handlers.write("from: ''\nsteps: [{ hears: x }]", to: "lost/calls/a.yaml")
        try handlers.write("export default (", to: "lost/crm.js")
        for (arguments, code, sentence) in [
            (["shp"], 66, "has no sandbox \"shp\" (did you mean \"shop\"?)"),
            (["bare"], 66, "there are no call tests: write one as \(handlers.path)/bare/calls/first.yaml"),
            (["one"], 66, "one.js is a sandbox in one file, which has no call tests: make a folder of it"),
            (["--filter", "zzz"], 66, "none of the 2 tests has \"zzz\" in its name or file"),
            (["--lanes", "0"], 64, "--lanes has to be from 1 to 16"),
        ] {
            let result = try CommandResult.run(
                BuiltProducts.path(of: "ringbox"), ["test", "--handlers", handlers.path] + arguments)
            #expect(result.exitCode == code && result.errors.contains(sentence), "\(result.output)\(result.errors)")
        }
        #expect(try test("lost").output.contains("there is no lost/scenario.yaml"))
        try handlers.write("operations: { a: hangup }", to: "lost/scenario.yaml")
        #expect(try test("lost").output.contains("lost does not load: "))
        let both = try test("shop", "bare")
        #expect(both.exitCode == 0 && both.output.contains("bare has no call tests: they are files in bare/calls/"))
    }

    private func test(_ arguments: String...) throws -> CommandResult {
        try CommandResult.run(BuiltProducts.path(of: "ringbox"), ["test", "--handlers", handlers.path] + arguments)
    }
}

/// What a report has in it.
private final class ReportReader: NSObject, XMLParserDelegate {
    private(set) var suites: [[String: String]] = []
    private(set) var names: [String] = []
    private(set) var failures: [String] = []
    private(set) var isWhole = false

    init(_ data: Data) {
        super.init()
        let parser = XMLParser(data: data)
        parser.delegate = self
        isWhole = parser.parse()
    }

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?, attributes: [String: String]
    ) {
        switch name {
        case "testsuite": suites.append(attributes.filter { $0.key != "time" })
        case "testcase": names.append(attributes["name"] ?? "")
        case "failure": failures.append("")
        default: break
        }
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) {
        if !failures.isEmpty { failures[failures.count - 1] += string }
    }
}
