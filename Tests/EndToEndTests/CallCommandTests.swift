import Foundation
import JSONText
import TestSupport
import Testing

/// `ringbox call` …
@Suite(.ownThreads, .timeLimit(.minutes(3)))
struct CallCommandTests {
    private let handlers = "\(BuiltProducts.checkout)/handlers"

    private func call(_ arguments: String...) throws -> CommandResult {
        try CommandResult.run(
            BuiltProducts.path(of: "ringbox"), ["call", "uis_test", "--handlers", handlers, "--data", "/nonexistent"] + arguments)
    }

    @Test func connectsTheCourierWithTheCustomer() throws {
        let result = try call("--from", "74952345678", "--press", "4711")
        #expect(result.exitCode == 0, "\(result.errors)")
        for line in [
            "asks      GET /crm_integration  input_result=4711", "hears     \"Соединяю с клиентом\"",
            "pbx       the employee hears \"Курьер Иван, заказ 4711\"", "pbx       connected to 79165550011", "end       success_finish",
        ] { #expect(result.output.contains("  \(line)\n"), "\(line) is missing in\n\(result.output)") }
        #expect(result.output.hasPrefix("call "))
        #expect(!result.output.contains("\u{1b}"), "there is colour where there is no terminal")
    }

    @Test func showsRequestsAndRepliesWhole() throws {
        let result = try call("--from", "74952345678", "--press", "4711", "-v")
        #expect(result.output.contains("&input_result=4711&numa=74952345678&numb=74951234567\n"))
        #expect(result.output.contains("                     \"phones\": [\n"))
    }

    /// No sound is needed for it: where there is none, that is told once.
    @Test func saysThatItCannotBeHeard() throws {
        let result = try CommandResult.run(
            BuiltProducts.path(of: "ringbox"),
            ["call", "uis_test", "--handlers", handlers, "--data", "/nonexistent", "--from", "74952345678", "--press", "4711", "--say"],
            environment: ["ALSA_CONFIG_PATH": "/dev/null", "PULSE_SERVER": "/nonexistent"])
        #expect(result.exitCode == 0 && result.output.hasSuffix("end       success_finish\n"), "\(result.output)")
        #expect(result.errors == "espeak-ng cannot be heard: No such file or directory: is there a sound card?\n")
    }

    @Test func saysEachStepInJSON() throws {
        let result = try call("--from", "74952345678", "--press", "0000", "--press", "", "--press", "11#", "--press", "4711", "--json")
        let steps = try result.output.split(separator: "\n").map { try JSONValue(parsing: String($0)) }
        #expect(steps.last?["finish"]?.string == "success_finish")
        #expect(steps.compactMap { $0["digits"]?.string } == ["0000", "", "11", "4711"])
        let times = steps.compactMap { $0["milliseconds"]?.int }
        #expect(times == times.sorted() && times.count == steps.count)
    }

    @Test(arguments: [("2026-03-02T12:00+03:00", "within working hours"), ("2026-03-02T23:00+03:00", "outside working hours")])
    func comesInWhenItIsToldTo(time: String, hours: String) throws {
        let result = try CommandResult.ringbox(
            "call", "hotline", "--handlers", handlers, "--data", "/nonexistent", "--from", "74952345678", "--at", time,
            "--hang-up-after", "10s")
        #expect(result.output.contains(hours), "\(result.output)\(result.errors)")
    }

    @Test func endsWithOneWhereNobodyAnswers() throws {
        let folder = try TemporaryFolder()
        try folder.write("module.exports = () => ({ phones: ['102'] })", to: "shop/incoming.js")
        try folder.write("operations: { a: { interactive: { route: /incoming } } }", to: "shop/scenario.yaml")
        func call(_ arguments: String...) throws -> CommandResult {
            try CommandResult.run(
                BuiltProducts.path(of: "ringbox"),
                ["call", "shop", "--handlers", folder.path, "--data", "/nonexistent", "--from", "7"] + arguments)
        }
        #expect(try call().exitCode == 0)
        let busy = try call("--busy", "102")
        #expect(busy.exitCode == 1)
        #expect(busy.output.contains("end       transfer_disconnects (busy)"))
        #expect(try call("--unanswered", "all").exitCode == 1)
        let hungUp = try call("--hang-up-after", "1s")
        #expect(hungUp.exitCode == 0)
        #expect(hungUp.output.hasSuffix("   1.0s  end       subscriber_disconnects\n"), "\(hungUp.output)")
    }

    /// A handler that fails is told, and the exchange goes its backup branch.
    @Test func goesTheBackupBranchOfAHandlerThatFails() throws {
        let folder = try TemporaryFolder()
        try folder.write("module.exports = () => { throw new Error('сломалось') }", to: "shop/incoming.js")
        try folder.write(
            "operations: { a: { interactive: { route: /incoming, backup: b } }, b: { transfer: { phones: ['74951234567'] } } }",
            to: "shop/scenario.yaml")
        let result = try CommandResult.run(
            BuiltProducts.path(of: "ringbox"), ["call", "shop", "--handlers", folder.path, "--data", "/nonexistent", "--from", "7"])
        #expect(result.exitCode == 0)
        #expect(result.output.contains("reply     status 500 (threw)"), "\(result.output)")
        #expect(result.output.contains("pbx       backup → b (status 500)"))
    }

    @Test func asksTheHostThatRuns() throws {
        let folder = try TemporaryFolder()
        try folder.write(
            "module.exports = (req, state) => { state.calls = (state.calls ?? 0) + 1; return { text: `Звонок ${state.calls}` } }",
            to: "shop/incoming.js")
        try folder.write("operations: { a: { interactive: { route: /incoming } } }", to: "shop/scenario.yaml")
        let host = try HostProcess(handlers: folder, data: TemporaryFolder())
        func call(_ arguments: String...) throws -> String {
            try CommandResult.run(
                BuiltProducts.path(of: "ringbox"), ["call", "shop", "--handlers", folder.path, "--from", "7"] + arguments
            ).output
        }
        #expect(try call("--data", host.data.path).contains("Звонок 1"))
        #expect(try call("--data", host.data.path).contains("Звонок 2"))
        #expect(try call("--url", "http://127.0.0.1:\(host.trafficPort)/@shop/").contains("Звонок 3"))
        #expect(try call("--data", host.data.path, "--fresh").contains("Звонок 1"), "a host of its own forgets")
        #expect(try call("--data", host.data.path).contains("Звонок 4"))
    }

    @Test func writesACallDownWithoutReplacingAFile() throws {
        let folder = try TemporaryFolder()
        let file = folder.path + "/courier.yaml"
        let result = try call("--from", "74952345678", "--press", "4711", "--record", file)
        #expect(result.exitCode == 0 && result.output.hasSuffix("recorded as \(file)\n"))
        let text = try folder.read("courier.yaml")
        #expect(
            text.hasPrefix("name: \"courier\"\n") && text.contains("  - presses: \"4711\"\n") && text.hasSuffix("finish: success_finish\n"))
        let again = try call("--from", "74952345678", "--record", file)
        #expect(again.exitCode == 73 && again.errors.contains("is there already: name another file"))
        #expect(try folder.read("courier.yaml") == text)
    }

    @Test(arguments: [
        (["uis_test"], 64, "Missing expected argument '--from <number>'"),
        (["uis_test", "--from", "7495", "--press", "12a"], 64, "--press takes the keys 0-9 * #, and not 12a"),
        (["uis_test", "--from", "семь"], 64, "--from has to be a number such as 74952345678, and not семь"),
        (["uis_test", "--from", "7", "--url", "localhost"], 64, "--url has to be like http://127.0.0.1:8080/@shop, and not localhost"),
        (["uis_tset", "--from", "7"], 66, "has no sandbox \"uis_tset\" (did you mean \"uis_test\"?)"),
        (["hello", "--from", "7"], 66, "is a sandbox in one file, which has no scenario"),
    ]) func saysWhatIsWrongWithItsArguments(_ arguments: [String], _ code: Int32, _ sentence: String) throws {
        let result = try CommandResult.run(
            BuiltProducts.path(of: "ringbox"), ["call"] + arguments + ["--handlers", handlers, "--data", "/nonexistent"])
        #expect(result.exitCode == code)
        #expect(result.errors.contains(sentence), "\(result.errors)")
    }
}
