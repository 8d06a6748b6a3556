import Foundation
import Glibc
import TestSupport
import Testing

/// Calls of an Asterisk with the real processes: FastAGI on one side, HTTP to the handlers on the other.
@Suite(.ownThreads, .serialized, .timeLimit(.minutes(3)))
struct AsteriskTests {
    private func host(options: [String] = []) throws -> HostProcess {
        let handlers = try TemporaryFolder()
        try handlers.copy("\(BuiltProducts.checkout)/handlers/uis_test", to: "uis_test")
        try handlers.write("module.exports = () => ({ returned_code: 0 })", to: "broken/index.js")
        try handlers.write("operations:\n  a: { goto: nowhere }\n", to: "broken/scenario.yaml")
        try handlers.write("module.exports = () => ({ returned_code: 0 })", to: "bare/index.js")
        return try HostProcess(handlers: handlers, data: TemporaryFolder(), options: ["--agi-port", "0"] + options)
    }

    /// Plays a channel through a call.
    private func call(_ host: HostProcess, _ channel: AsteriskChannel, script: String = "uis_test") throws -> AsteriskChannel {
        var channel = channel
        let connection = try HTTPConnection(port: host.agiPort)
        try connection.send(Array(AsteriskChannel.environment(script).utf8))
        while let line = try? connection.readLine(until: "\n") {
            let lines = channel.perform(line).map { $0 + "\n" }.joined()
            guard (try? connection.send(Array(lines.utf8))) != nil else { break }
        }
        return channel
    }

    @Test func aCourierIsConnectedWithHisCustomer() throws {
        let host = try host(options: ["--agi-dial", "SIP/trunk/{number}", "--agi-sounds", "/var/lib/asterisk/ringbox"])
        var channel = AsteriskChannel()
        channel.keys = "4711"
        channel.dialStatuses = ["ANSWER"]
        let end = try call(host, channel)
        #expect(end.variables["RINGBOX_FINISH"] == "success_finish")
        #expect(
            end.commands.contains {
                $0.hasPrefix(#"EXEC "Dial" "SIP/trunk/79165550011,"#) && $0.contains("A(/var/lib/asterisk/ringbox/uis_test/")
            })
        #expect(end.commands.last == "HANGUP")
        let line = try host.output.line { $0.contains(" uis_test call: ") }
        #expect(line.contains("from 74952345678 to 74951234567"))
        #expect(try host.data.read("running.json").contains(#""agi""#))
    }

    /// The scenario does not ask by the port that speaks HTTPS: its certificate is for the names of others.
    @Test func handlersAreAskedWhereTrafficIsEncryptedToo() throws {
        let files = try TemporaryFolder()
        let made = try CommandResult.run(
            "/usr/bin/openssl",
            [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj",
                "/CN=calls.example", "-keyout", "\(files.path)/key", "-out", "\(files.path)/pem",
            ])
        #expect(made.exitCode == 0, "\(made.errors)")
        var channel = AsteriskChannel()
        channel.keys = "4711"
        channel.dialStatuses = ["ANSWER"]
        let end = try call(host(options: ["--tls-cert", "\(files.path)/pem", "--tls-key", "\(files.path)/key"]), channel)
        #expect(end.variables["RINGBOX_FINISH"] == "success_finish", "\(end.variables)")
        #expect(end.commands.contains { $0.contains("PJSIP/79165550011@trunk") })
    }

    @Test func wrongNumbersAreAskedForAgain() throws {
        var channel = AsteriskChannel()
        channel.keys = "11114711"
        channel.isImpatient = true
        channel.dialStatuses = ["ANSWER"]
        let end = try call(try host(), channel)
        #expect(end.commands.contains { $0.contains("PJSIP/79165550011@trunk") })
    }

    @Test(arguments: [
        ("nobody", "no sandbox"), ("bare", "there is no bare/scenario.yaml"), ("broken", "broken/scenario.yaml:2:"),
        ("../uis_test", "is no name of a sandbox"), ("", "names no sandbox"),
    ])
    func aCallThatCannotBeServedGoesOnInTheDialplan(_ script: String, _ reason: String) throws {
        let end = try call(try host(), AsteriskChannel(), script: script)
        #expect(end.variables["RINGBOX_STATUS"] == "FAILED")
        #expect(end.variables["RINGBOX_REASON"]?.contains(reason) == true, "\(end.variables)")
        #expect(!end.isDead)
    }

    @Test func numbersAreMaskedWhereTheyAreShown() throws {
        let host = try host(options: ["--mask-numbers"])
        _ = try call(host, AsteriskChannel())
        let line = try host.output.line { $0.contains(" uis_test ") && $0.contains("ended after") }
        #expect(!line.contains("74952345678"))
    }

    @Test func aScenarioThatWasSavedCountsForTheNextCall() throws {
        let host = try host()
        try host.handlers.write("operations:\n  bye: hangup\n", to: "uis_test/scenario.yaml")
        let end = try call(host, AsteriskChannel())
        #expect(end.variables["RINGBOX_OPERATIONS"] == "bye")
    }

    @Test func callsEndWhenTheHostStops() throws {
        let host = try host(options: ["--stop-timeout", "2s"])
        let connection = try HTTPConnection(port: host.agiPort)
        try connection.send(Array(AsteriskChannel.environment("uis_test").utf8))
        #expect(try connection.readLine(until: "\n") == "ANSWER")
        // The channel never says that it has answered.
        let code = host.kill(SIGTERM)
        #expect(code == 0)
        #expect(try connection.readLine(until: "\n") == #"SET VARIABLE "RINGBOX_STATUS" "FAILED""#)
    }

    @Test func anOptionThatWouldMeanSomethingElseIsRefused() throws {
        let program = BuiltProducts.path(of: "ringbox")
        for (option, value) in [
            ("--agi-dial", "PJSIP/{number}&SIP/evil"), ("--agi-sounds", "/a,b"), ("--agi-recordings", "relative"),
            ("--speech-command", " "),
        ] {
            let result = try CommandResult.run(program, ["serve", "--agi-port", "0", option, value])
            #expect(result.exitCode == 64)
            #expect(result.errors.contains(option))
        }
    }
}
