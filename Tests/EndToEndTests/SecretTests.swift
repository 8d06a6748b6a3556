import Foundation
import JSONText
import TestSupport
import Testing

/// A secret is nowhere in what the host shows and keeps.
@Suite(.ownThreads, .serialized, .timeLimit(.minutes(2)))
struct SecretTests {
    private static let fromFile = "tok-file-8d1f\"7c/я"
    private static let fromEnvironment = "tok-env-55ab90"

    private func folders() throws -> (handlers: TemporaryFolder, secrets: TemporaryFolder) {
        let handlers = try TemporaryFolder()
        try handlers.write(
            """
            config: { crm: { token: "${CRM_TOKEN}", header: "Bearer ${API_KEY}" } }
            fallback: { text: "звоните позже" }
            limits: { wall: 2s }
            """, to: "a/sandbox.yaml")
        try handlers.write(
            """
            const secrets = [Sandbox.config.crm.token, Sandbox.config.crm.header];
            console.log("loading with", ...secrets);
            module.exports = (req) => {
              console.log("secrets", secrets, JSON.stringify(req.config));
              switch (req.query.how) {
                case "throw": throw new Error(secrets.join());
                case "wrong": return { [secrets[0]]: secrets[1], phones: secrets };
                case "reply": return { text: secrets.join() };
                case "loop": console.log(...secrets); while (true) {}
                case "page": return { text: "x".repeat(60) + secrets[0] };
              }
            };
            """, to: "a/go.js")
        try handlers.write("config: { t: \"${CRM_TOKEN}\" }\n", to: "broken/sandbox.yaml")
        try handlers.write("throw new Error(Sandbox.config.t)", to: "broken/go.js")
        try handlers.write("limits: { wall: \"${CRM_TOKEN}\" }\n", to: "wrong/sandbox.yaml")
        try handlers.write("module.exports = () => ({ returned_code: 1 })", to: "wrong/go.js")
        try handlers.write("module.exports = () => ({ returned_code: 1 })", to: "plain/go.js")
        let secrets = try TemporaryFolder()
        try secrets.write(Self.fromFile + "\n", to: "CRM_TOKEN")
        return (handlers, secrets)
    }

    private func expectNoSecret(_ text: String, _ place: String) {
        for part in ["8d1f", "7c/я", "7c\\/", "55ab90"] { #expect(!text.contains(part), "\(place): \(text)") }
    }

    @Test func isInNothingThatTheHostWritesOrAnswers() throws {
        let (handlers, secrets) = try folders()
        let environment = ["RINGBOX_SECRET_API_KEY": Self.fromEnvironment]
        let host = try HostProcess(
            handlers: handlers, data: TemporaryFolder(), options: ["--secrets", secrets.path, "--log-level", "trace"],
            environment: environment)
        for how in ["throw", "wrong", "loop", "nothing", "throw&token=\(Self.fromEnvironment)"] {
            expectNoSecret(try host.get("/@a/go?how=\(how)").text, how)
        }
        for path in ["/@broken/go", "/@wrong/go", "/@a/gone", "/@a/\(Self.fromEnvironment)x?\(Self.fromEnvironment)"] {
            let answer = try host.get(path)
            #expect(answer.status >= 400)
            // What a caller asks for he knows.
            expectNoSecret(answer.text.replacingOccurrences(of: "/\(Self.fromEnvironment)x", with: ""), path)
        }
        let reply = try JSONValue(parsing: host.get("/@a/go?how=reply").body)["text"]?.string
        #expect(reply == "\(Self.fromFile),Bearer \(Self.fromEnvironment)", "a handler may say what it likes")
        #expect(try host.get("/@a/go?how=page").status == 200)
        for target in [
            "/activity", "/sandboxes", "/config/a", "/config/broken", "/config/plain", "/config/wrong", "/config/none", "/state/a",
        ] {
            expectNoSecret(try host.admin("GET", target).text, target)
        }
        let options = ["--data", host.data.path]
        for command in [["logs", "--json"], ["logs"], ["config", "a"], ["config", "a", "--json"]] {
            let result = try CommandResult.run(BuiltProducts.path(of: "ringbox"), command + options)
            #expect(result.exitCode == 0 && !result.output.isEmpty, "\(result.errors)")
            expectNoSecret(result.output + result.errors, command.joined(separator: " "))
        }
        #expect(host.kill(15) == 0)
        #expect(host.output.all.contains("***"))
        expectNoSecret(host.output.all, "the terminal")
        for file in try FileManager.default.subpathsOfDirectory(atPath: host.data.path) {
            let bytes = FileManager.default.contents(atPath: "\(host.data.path)/\(file)") ?? Data()
            for part in ["8d1f", "55ab90"] { #expect(bytes.range(of: Data(part.utf8)) == nil, "\(file)") }
        }
    }

    @Test func isNotInWhatCheckPrints() throws {
        let (handlers, secrets) = try folders()
        let arguments = ["check", "--handlers", handlers.path, "--secrets", secrets.path]
        for arguments in [arguments, arguments + ["--json"]] {
            let result = try CommandResult.run(
                BuiltProducts.path(of: "ringbox"), arguments, environment: ["RINGBOX_SECRET_API_KEY": Self.fromEnvironment])
            #expect(result.exitCode == 1)
            #expect(result.output.contains("***") && result.output.contains("wall has to be written like"), "\(result.output)")
            expectNoSecret(result.output + result.errors, "check")
        }
        let without = try CommandResult.ringbox("check", "--handlers", handlers.path)
        #expect(without.output.contains("a/sandbox.yaml:1:25: there is no secret CRM_TOKEN"), "\(without.output)")
        let nowhere = try CommandResult.ringbox("check", "--handlers", handlers.path, "--secrets", "/nonexistent")
        #expect(nowhere.exitCode == 66 && nowhere.errors.contains("--secrets"), "\(nowhere.errors)")
    }

    @Test func isNotInTheEnvironmentOfAWorker() throws {
        let (handlers, secrets) = try folders()
        let host = try HostProcess(
            handlers: handlers, data: TemporaryFolder(), options: ["--secrets", secrets.path],
            environment: ["RINGBOX_SECRET_API_KEY": Self.fromEnvironment])
        _ = try host.get("/@plain/go")
        let list = try JSONValue(parsing: host.admin("GET", "/sandboxes").body)
        let process = list.array?.first { $0["name"] == "plain" }?["processID"]?.int
        // Only root may look at a process that has made itself private.
        let environment = FileManager.default.contents(atPath: "/proc/\(try #require(process))/environ") ?? Data()
        for part in ["RINGBOX", Self.fromEnvironment, "PATH="] { #expect(environment.range(of: Data(part.utf8)) == nil) }
    }

    @Test func aTokenMayBeASecret() throws {
        let handlers = try TemporaryFolder()
        try handlers.write("module.exports = () => ({ returned_code: 1 })", to: "a/go.js")
        let yaml = "access: { token: [\"${API_KEY}\", written-out-8d1f], addresses: [127.0.0.1/8, '::1'] }\nlimits: { rate: 50/s }\n"
        try handlers.write(yaml, to: "a/sandbox.yaml")
        let host = try HostProcess(
            handlers: handlers, data: TemporaryFolder(), environment: ["RINGBOX_SECRET_API_KEY": Self.fromEnvironment])
        #expect(try host.get("/@a/go").status == 401)
        #expect(try host.get("/@a/go?token=\(Self.fromEnvironment)").status == 200)
        let headers = ["Authorization": "Bearer \(Self.fromEnvironment)"]
        #expect(try host.connect().request("GET", "/@a/go", headers: headers).status == 200)
        let config = try host.admin("GET", "/config/a").text
        #expect(try JSONValue(parsing: config)["access"] == ["token": ["***", "***"], "addresses": ["127.0.0.0/8", "::1"]])
        #expect(try JSONValue(parsing: config)["limits"]?["rate"] == ["value": "50/s", "from": "sandbox.yaml"])
        expectNoSecret(config, "config")
        expectNoSecret(try host.admin("GET", "/activity").text, "activity")
        let text = try CommandResult.ringbox("config", "a", "--data", host.data.path).output
        #expect(text.contains("access {\"token\":[\"***\",\"***\"]"), "\(text)")
        #expect(host.kill(15) == 0)
        expectNoSecret(host.output.all, "the terminal")
    }

    @Test func theSettingsThatHoldAreShownWithWhereTheyComeFrom() throws {
        let (handlers, secrets) = try folders()
        let host = try HostProcess(
            handlers: handlers, data: TemporaryFolder(), options: ["--secrets", secrets.path, "--limit", "memory=64MiB"],
            environment: ["RINGBOX_SECRET_API_KEY": Self.fromEnvironment])
        let config = try JSONValue(parsing: host.admin("GET", "/config/A").body)
        #expect(config["dialect"] == ["value": "uis", "from": "default"])
        #expect(config["limits"]?["wall"] == ["value": "2s", "from": "sandbox.yaml"])
        #expect(config["limits"]?["body"] == ["value": "1MiB", "from": "default"])
        #expect(config["limits"]?["memory"] == ["value": "64MiB", "from": "host"])
        #expect(config["config"] == ["crm": ["token": "***", "header": "Bearer ***"]])
        #expect(config["secrets"] == ["API_KEY", "CRM_TOKEN"])
        #expect(config["routes"] == [["method": "*", "template": "/go"]])
        #expect(config["fallback"] == ["text": "звоните позже"])
        let text = try CommandResult.ringbox("config", "a", "--data", host.data.path)
        #expect(text.output.contains("wall 2s (sandbox.yaml)") && text.output.contains("secrets API_KEY, CRM_TOKEN"), "\(text.output)")
        let wrong = try CommandResult.ringbox("config", "plan", "--data", host.data.path)
        #expect(wrong.exitCode == 1 && wrong.errors.contains("the nearest are plain"), "\(wrong.errors)")
    }

    @Test func numbersAreShortenedInWhatIsShown() throws {
        let handlers = try TemporaryFolder()
        try handlers.write(
            "module.exports = (req, state) => { console.log(req.call.from); state.last = req.call.from; return { phones: [req.call.from] } }",
            to: "a/go.js")
        let host = try HostProcess(handlers: handlers, data: TemporaryFolder(), options: ["--mask-numbers", "--log-level", "trace"])
        #expect(try host.get("/@a/go?numa=79031112233&numb=%2B74951234567").text == #"{"phones":["79031112233"]}"#)
        let activity = try host.admin("GET", "/activity").text
        #expect(!activity.contains("31112233") && !activity.contains("1234567") && activity.contains("7903•••33"))
        #expect(try JSONValue(parsing: activity).array?.isEmpty == false)
        #expect(try host.admin("GET", "/state/a").text == #"{"last":"79031112233"}"#)
        #expect(host.kill(15) == 0)
        // Not a part of it: ports and times have digits, too.
        #expect(!host.output.all.contains("31112233") && host.output.all.contains("7903•••33"))
    }
}
