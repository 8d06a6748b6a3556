import Foundation
import JSONText
import TestSupport
import Testing

/// A secret that a scenario names reaches the handler whole, and is in nothing that commands and the host show and write.
@Suite(.ownThreads, .serialized, .timeLimit(.minutes(3)))
struct ScenarioSecretTests {
    private static let token = "8d1f9a \"A&B\"<я+%="
    private static let key = "5c6d7e8f"
    private let handlers: TemporaryFolder
    private let secrets: TemporaryFolder

    init() throws {
        handlers = try TemporaryFolder()
        secrets = try TemporaryFolder()
        try secrets.write(Self.token + "\n", to: "CRM_TOKEN")
        try handlers.write(
            """
            module.exports = (req) => {
              if (req.call.input === "9") return { text: `ключ ${req.query.token}` };
              return { text: `знаков ${[...req.query.token].length}, ${req.params.key.length}`, returned_code: 1 };
            };
            """, to: "shop/in/[key].js")
        try handlers.write(
            """
            operations:
              ask: { interactive: { route: "/in/${PATH_KEY}?token=${CRM_TOKEN}&a=1", codes: { 1: code }, backup: bye } }
              code: { interactive: { route: "/in/${PATH_KEY}?token=${CRM_TOKEN}", input: { length: 1 }, backup: bye } }
              bye: { message: { prompt: "${PATH_KEY}" } }
            """, to: "shop/scenario.yaml")
    }

    private func ringbox(_ arguments: String...) throws -> CommandResult {
        try CommandResult.run(
            BuiltProducts.path(of: "ringbox"), arguments + ["--handlers", handlers.path, "--secrets", secrets.path],
            environment: ["RINGBOX_SECRET_PATH_KEY": Self.key])
    }

    private func expectNoSecret(_ text: String, _ place: String) {
        for part in ["8d1f9a", "A&B", "A%26B", "A&amp;B", Self.key] { #expect(!text.contains(part), "\(place): \(text)") }
    }

    private func expectNoSecret(_ result: CommandResult, _ place: String, exitCode: Int32 = 0) {
        #expect(result.exitCode == exitCode, "\(place): \(result.output)\(result.errors)")
        expectNoSecret(result.output + result.errors, place)
    }

    @Test func isNotInWhatCallPrintsAndRecords() throws {
        let record = handlers.path + "/shop/calls/recorded.yaml"
        try handlers.write("from: '7495'\nsteps: []\n", to: "shop/calls/first.yaml")
        let text = try ringbox(
            "call", "shop", "--from", "74952345678", "--press", "9", "-v", "--data", "/nonexistent", "--record", record)
        expectNoSecret(text, "call")
        #expect(text.output.contains("знаков \([Character](Self.token).count), 8"), "it came whole: \(text.output)")
        #expect(text.output.contains("GET /in/***?token=***&a=1&cdr_id="), "\(text.output)")
        #expect(text.output.contains("ключ ***"), "\(text.output)")
        expectNoSecret(try handlers.read("shop/calls/recorded.yaml"), "the recording")
        let json = try ringbox("call", "shop", "--from", "74952345678", "--press", "9", "--json", "--data", "/nonexistent")
        expectNoSecret(json, "call --json")
        let steps = try json.output.split(separator: "\n").map { try JSONValue(parsing: String($0)) }
        #expect(steps.contains { $0["url"]?.string?.hasPrefix("/in/***?token=***&a=1&") == true })
    }

    @Test func isNotInWhatTestPrintsAndReports() throws {
        try handlers.write("from: '7495'\nsteps: [{ presses: '9' }, { hears: nothing }]\n", to: "shop/calls/bad.yaml")
        let report = handlers.path + "/report.xml"
        let text = try ringbox("test", "shop", "--junit", report)
        expectNoSecret(text, "test", exitCode: 1)
        #expect(text.output.contains("ключ ***"), "\(text.output)")
        let junit = try handlers.read("report.xml")
        expectNoSecret(junit, "JUnit")
        #expect(junit.contains("ключ ***"))
        let json = try ringbox("test", "shop", "--json")
        expectNoSecret(json, "test --json", exitCode: 1)
        #expect(try JSONValue(parsing: json.output)["failed"] == 1)
        expectNoSecret(try ringbox("check"), "check")
    }

    @Test(arguments: [[], ["--json"], ["--format", "mermaid"]]) func isNotInWhatExplorePrints(_ options: [String]) throws {
        let result = try CommandResult.run(
            BuiltProducts.path(of: "ringbox"),
            [
                "explore", "shop", "--from", "74952345678", "--code", "9", "--handlers", handlers.path, "--secrets", secrets.path,
            ] + options, environment: ["RINGBOX_SECRET_PATH_KEY": Self.key])
        expectNoSecret(result, "explore \(options)")
        #expect(result.output.contains("ключ ***"), "\(result.output)")
    }

    @Test func isNotInPicturesOfTheScenario() throws {
        let check = try ringbox("scenario", "check", "shop")
        expectNoSecret(check, "scenario check")
        for format in ["mermaid", "svg"] {
            let graph = try ringbox("scenario", "graph", "shop", "--format", format)
            // What is spoken is no place for a secret: it stays as it is written.
            expectNoSecret(graph, format)
            #expect(graph.output.contains("GET /in/") && graph.output.contains("PATH_KEY"), "\(graph.output)")
        }
    }

    @Test func isNotInWhatTheHostTellsOfCallsOfAnAsterisk() throws {
        let host = try HostProcess(
            handlers: handlers, data: TemporaryFolder(),
            options: ["--agi-port", "0", "--secrets", secrets.path, "--log-level", "trace"],
            environment: ["RINGBOX_SECRET_PATH_KEY": Self.key])
        var channel = AsteriskChannel()
        channel.keys = "9"
        let connection = try HTTPConnection(port: host.agiPort)
        try connection.send(Array(AsteriskChannel.environment("shop").utf8))
        while let line = try? connection.readLine(until: "\n") {
            let lines = channel.perform(line).map { $0 + "\n" }.joined()
            guard (try? connection.send(Array(lines.utf8))) != nil else { break }
        }
        expectNoSecret(channel.commands.joined(separator: "\n"), "what Asterisk is told")
        _ = try host.output.line { $0.contains(" shop call: ") }
        let activity = try host.admin("GET", "/activity").text
        #expect(activity.contains("token=***"), "\(activity)")
        expectNoSecret(activity, "the activity")
        expectNoSecret(try host.admin("GET", "/config/shop").text, "the settings")
        #expect(host.kill(15) == 0)
        #expect(host.output.all.contains("GET /in/***?token=***"), "\(host.output.all)")
        expectNoSecret(host.output.all, "the terminal")
    }

    @Test func thatIsMissingOrWrongIsToldWithItsPlace() throws {
        try secrets.remove("CRM_TOKEN")
        for arguments in [["scenario", "check", "shop"], ["check", "shop"]] {
            let result = try CommandResult.run(
                BuiltProducts.path(of: "ringbox"), arguments + ["--handlers", handlers.path, "--secrets", secrets.path],
                environment: ["RINGBOX_SECRET_PATH_KEY": Self.key])
            #expect(
                result.exitCode == 1 && result.output.contains("shop/scenario.yaml:2:32: there is no secret CRM_TOKEN"), "\(result.output)")
        }
        // A whole address may be one: it is not encoded then.
        try secrets.write("https://crm.example.com/hook/\(Self.key)", to: "HOOK")
        try handlers.write("operations: { a: { interactive: { url: \"${HOOK}\", backup: bye } }, bye: hangup }\n", to: "shop/scenario.yaml")
        let outside = try ringbox("check", "shop")
        expectNoSecret(outside, "check")
        #expect(outside.output.contains("asks ***, which is outside the sandbox"), "\(outside.output)")
        try secrets.write("ftp://crm.example.com/hook/\(Self.key)", to: "HOOK")
        let wrong = try ringbox("scenario", "check", "shop")
        expectNoSecret(wrong, "scenario check", exitCode: 1)
        #expect(wrong.output.contains("url has to begin with https://") && wrong.output.contains("not \"***\""), "\(wrong.output)")
    }
}
