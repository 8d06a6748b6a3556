import Foundation
import HandlerHost
import JSONText
import NIOCore
import TestSupport
import Testing

/// What a sandbox with secrets does, in real workers.
@Suite(.timeLimit(.minutes(1)))
struct SecretTurnTests {
    private static let secret = "s3cr\"et-Пароль"

    private func serving(_ script: String, yaml: String = "config: { token: \"${TOKEN}\" }\n") async throws -> TestHost {
        let source = SecretSource(environment: ["RINGBOX_SECRET_TOKEN": Array(Self.secret.utf8)])
        return try await TestHost(["a/go.js": script, "a/sandbox.yaml": yaml]) { $0.secrets = source }
    }

    private func shown(_ record: TurnRecord?) throws -> String {
        let record = try #require(record)
        return [
            record.url, record.route ?? "", record.detail ?? "", record.place ?? "", "\(record.stack)", "\(record.lines)",
            "\(record.findingLines)", "\(record.findingDocuments)", String(buffer: record.reply), String(buffer: record.requestBody),
            String(buffer: record.patch),
        ].joined(separator: "\n")
    }

    private func expectNoSecret(_ text: String) {
        #expect(!text.contains("s3cr") && !text.contains("Пароль"), "\(text)")
    }

    @Test func reachesTheHandlerAndItsReply() async throws {
        let host = try await serving("module.exports = (req) => ({ text: req.config.token })")
        let answer = await host.get("/@a/go")
        #expect(try JSONValue(parsing: answer.text)["text"]?.string == Self.secret)
        expectNoSecret(try shown(host.lastTurn))
        #expect(try shown(host.lastTurn).contains(#"{"text":"***"}"#))
    }

    @Test(arguments: [
        "module.exports = (req) => { throw new Error('with ' + req.config.token) }",
        "module.exports = (req) => { throw req.config.token }",
        "module.exports = (req) => ({ [req.config.token]: 1, phones: [req.config.token] })",
        "module.exports = (req) => ({ text: 'x', phones: ['+7 ' + req.config.token] })",
        "module.exports = (req) => { const o = { [req.config.token]() { throw new Error('x') } }; o[req.config.token]() }",
        "module.exports = (req) => Promise.reject(new TypeError(req.config.token))",
    ])
    func isNotInWhatIsSaidOfAFailure(_ script: String) async throws {
        let host = try await serving(script)
        let answer = await host.get("/@a/go")
        #expect(answer.outcome == .threw || answer.outcome == .invalidInstruction)
        expectNoSecret(answer.text)
        expectNoSecret(try shown(host.lastTurn))
    }

    @Test func isNotInTheLogNorInTheChangeNorInTheRequestThatAreShown() async throws {
        let host = try await serving(
            """
            module.exports = (req, state) => {
              console.log('token %s', req.config.token, [req.config.token], { [req.config.token]: 1 });
              console.error(JSON.stringify(JSON.stringify(req.config)));
              state.used = { [req.config.token]: req.config.token };
              return { text: "ok" };
            }
            """)
        let answer = await host.get(
            "/@a/go?token=s3cr%22et-%D0%9F%D0%B0%D1%80%D0%BE%D0%BB%D1%8C", method: "POST", body: #"{"t":"s3cr\"et-Пароль"}"#)
        #expect(answer.status == 200)
        let shown = try shown(host.lastTurn)
        expectNoSecret(shown)
        #expect(shown.contains("token ***") && shown.contains("?token=***") && shown.contains(#"{"t":"***"}"#))
        #expect(try JSONValue(parsing: String(buffer: #require(host.lastTurn).patch)).array?.isEmpty == false)
        let stored = try await host.host.state(of: "a")
        #expect(try JSONValue(parsing: stored.document)["used"]?[Self.secret]?.string == Self.secret, "what a handler stores is its own")
    }

    @Test func isNotInWhatIsSaidOfLoading() async throws {
        let host = try await serving("console.log(Sandbox.config.token); throw new Error(Sandbox.config.token)")
        let event = await host.event { $0.kind == .loadFailed }
        expectNoSecret(event?.message ?? "")
        #expect(event?.message.contains("***") == true)
        let answer = await host.get("/@a/go")
        expectNoSecret(answer.text)
        for summary in await host.host.summaries() { expectNoSecret("\(summary)") }
        for entry in host.host.activity.entries() {
            if case .event(let event) = entry.content { expectNoSecret(event.message) }
        }
    }

    /// A token that stands in the settings as it is, under whatever name it comes.
    @Test func norIsACallersToken() async throws {
        let host = try await serving(
            "module.exports = (req) => { console.log(req.headers.authorization, req.url); return { text: req.query.key } }",
            yaml: "access: { token: [s3cr-8d1f/7c] }\n")
        let answer = await host.get(
            "/@a/go?token=s3cr-8d1f/7c&key=s3cr-8d1f%2f7c", method: "POST", body: #"{"key":"s3cr-8d1f\/7c"}"#)
        #expect(answer.status == 200)
        expectNoSecret(try shown(host.lastTurn))
        #expect(try shown(host.lastTurn).contains("key=***"))
    }

    @Test func isNotInARouteThatAStrangerIsTold() async throws {
        let files = [
            "a/main.js": "Sandbox.define('/hook/' + Sandbox.config.token, 'GET', (req, res) => res.send('ok'))",
            "a/sandbox.yaml": "config: { token: \"${TOKEN}\" }\n",
        ]
        let host = try await TestHost(files) {
            $0.secrets = SecretSource(environment: ["RINGBOX_SECRET_TOKEN": Array("s3cret-hook".utf8)])
        }
        #expect(await host.get("/@a/hook/s3cret-hook").text == "ok")
        expectNoSecret(try shown(host.lastTurn))
        let answer = await host.get("/@a/hook/s3cret-hoop")
        #expect(answer.status == 404)
        #expect(answer.text.components(separatedBy: "s3cr").count - 1 == answer.text.components(separatedBy: "s3cret-hoop").count - 1)
        for summary in await host.host.summaries() { #expect(summary.routes == ["GET /hook/***"]) }
    }

    @Test func costsASandboxWithoutSecretsNothingAndHidesNothingThere() async throws {
        let host = try await serving("module.exports = (req) => ({ text: 's3cret-anything' })", yaml: "config: {}\n")
        #expect(await host.get("/@a/go").text == #"{"text":"s3cret-anything"}"#)
        #expect(host.lastTurn.map { String(buffer: $0.reply) } == #"{"text":"s3cret-anything"}"#)
    }

    @Test func aChangedFileIsANewVersionAtOnce() async throws {
        let secrets = try TemporaryFolder()
        try secrets.write("first-value\n", to: "TOKEN")
        let host = try await TestHost(
            ["a/go.js": "module.exports = (req) => ({ text: req.config.token })", "a/sandbox.yaml": "config: { token: \"${TOKEN}\" }\n"]
        ) { $0.secrets = SecretSource(environment: [:], folder: secrets.path) }
        #expect(await host.get("/@a/go").text == #"{"text":"first-value"}"#)
        let last = host.host.activity.entries().last?.number ?? 0
        try secrets.write("second-value\n", to: "TOKEN")
        #expect(await host.event(after: last) { $0.kind == .loaded } != nil)
        #expect(await host.get("/@a/go").text == #"{"text":"second-value"}"#)
        try secrets.remove("TOKEN")
        let refusal = await host.event(after: last) { $0.kind == .loadFailed }
        #expect(refusal?.message.contains("there is no secret TOKEN") == true)
        #expect(await host.get("/@a/go").text == #"{"text":"second-value"}"#, "the version before goes on")
    }

    @Test func numbersAreShortenedInTheActivityAndNowhereElse() async throws {
        let script = """
            module.exports = (req, state) => {
              console.log('от', req.call.from);
              state[req.call.from] = req.call.from;
              if (req.query.fail) throw new Error('no ' + req.call.from);
              return { phones: [req.call.from] };
            }
            """
        let host = try await TestHost(["a/go.js": script]) { $0.masksNumbers = true }
        #expect(await host.get("/@a/go?numa=79031112233&numb=74951234567").text == #"{"phones":["79031112233"]}"#)
        let shown = try shown(host.lastTurn)
        #expect(!shown.contains("1112") && shown.contains("7903•••33") && shown.contains("numb=7495•••67"))
        #expect(String(buffer: try #require(host.lastTurn).reply) == #"{"phones":["7903•••33"]}"#)
        let state = try await host.host.state(of: "a")
        #expect(String(decoding: state.document, as: UTF8.self) == #"{"79031112233":"79031112233"}"#)
        #expect(await host.get("/@a/go?numa=79031112233&fail=1").text.contains("79031112233"))
        #expect(try !self.shown(host.lastTurn).contains("1112"))
        _ = await host.get("/@nobody/79031112233")
        #expect(try !self.shown(host.lastTurn).contains("1112"))
    }
}
