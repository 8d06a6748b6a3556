import PBXClient
import TestSupport
import Testing
import VirtualPBX

/// The client …
struct PBXClientTests {
    private func ask(
        _ server: CannedServer, _ method: InteractiveOperation.Method = .get, timeout: Duration = .seconds(30)
    ) async -> HandlerReply? {
        let client = PBXClient(base: "http://127.0.0.1:\(server.port)/@shop", urls: .none)
        let request = HandlerRequest(
            target: .route("/incoming?token=1"), method: method,
            parameters: [.init("cdr_id", "1"), .init("input_result", "12#")], number: 1)
        let reply = await client.ask(request, timeout: timeout)
        await client.close()
        server.stop()
        return reply
    }

    private func bytes(_ head: String, _ body: String = "") -> [UInt8] {
        Array("HTTP/1.1 \(head)\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)".utf8)
    }

    @Test func asksInTheQuery() async throws {
        let server = try CannedServer(.answers(bytes("200 OK\r\nRingbox-Outcome: threw; fallback", #"{"text":"Привет"}"#)))
        let reply = await ask(server)
        #expect(reply == .answer(status: 200, body: Array(#"{"text":"Привет"}"#.utf8), outcome: "threw; fallback"))
        #expect(server.requests.first?.hasPrefix("GET /@shop/incoming?token=1&cdr_id=1&input_result=12%23 HTTP/1.1\r\n") == true)
    }

    @Test func asksInABody() async throws {
        let server = try CannedServer(.answers(bytes("200 OK", "{}")))
        #expect(await ask(server, .post) == .answer(status: 200, body: Array("{}".utf8)))
        let request = try #require(server.requests.first)
        #expect(request.hasPrefix("POST /@shop/incoming?token=1 HTTP/1.1\r\n"))
        #expect(request.hasSuffix("\r\n\r\n" + #"{"cdr_id":"1","input_result":"12#"}"#))
        #expect(request.lowercased().contains("content-type: application/json\r\n"))
    }

    @Test func goesNowhereElse() async throws {
        let server = try CannedServer(.answers(bytes("302 Found\r\nLocation: /elsewhere")))
        #expect(await ask(server) == .answer(status: 302, body: []))
        #expect(server.requests.count == 1)
    }

    @Test func takesNoHalfReply() async throws {
        let server = try CannedServer(.breaksOff(Array("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"text\":".utf8)))
        guard case .failure(let reason)? = await ask(server) else {
            Issue.record("half a reply was taken")
            return
        }
        #expect(!reason.isEmpty)
    }

    @Test func takesNoReplyThatIsNotHTTP() async throws {
        let server = try CannedServer(.breaksOff(Array("Здравствуйте\r\n\r\n".utf8)))
        guard case .failure? = await ask(server) else {
            Issue.record("something else than HTTP was taken")
            return
        }
    }

    @Test func takesNoReplyThatIsTooLong() async throws {
        let server = try CannedServer(.answers(bytes("200 OK", String(repeating: " ", count: PBXClient.longestReply + 1))))
        #expect(await ask(server) == .failure("the reply has more than 1048576 bytes"))
    }

    /// Also when the head came in time.
    @Test(arguments: ["", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"]) func waitsNoLongerThanItMay(_ part: String) async throws {
        let server = try CannedServer(.hangs(Array(part.utf8)))
        #expect(await ask(server, timeout: .milliseconds(200)) == nil)
    }

    @Test func saysThatNobodyIsThere() async throws {
        let server = try CannedServer(.answers([]))
        server.stop()
        let client = PBXClient(base: "http://127.0.0.1:1", urls: try ScenarioURLs(parsing: ["http://nowhere.invalid"]))
        let request = HandlerRequest(target: .route("/"), method: .get, parameters: [], number: 1)
        guard case .failure(let reason)? = await client.ask(request, timeout: .seconds(30)) else {
            Issue.record("somebody answers at port 1")
            return
        }
        #expect(reason == "no connection: Connection refused")
        let nowhere = HandlerRequest(target: .url("http://nowhere.invalid/x"), method: .get, parameters: [], number: 3)
        #expect(await client.ask(nowhere, timeout: .seconds(30)) == .failure("no connection: there is no host nowhere.invalid"))
        await client.close()
    }

    @Test func asksNoServerOutsideThatItMayNotAsk() async throws {
        let server = try CannedServer(.answers(bytes("200 OK", "{}")))
        let place = "http://127.0.0.1:\(server.port)"
        let request = HandlerRequest(target: .url("\(place)/@closed/?a=1"), method: .get, parameters: [], number: 1)
        let strict = PBXClient(base: place, urls: .none)
        let refusal = "servers outside the sandbox are not asked: --scenario-urls \(place) allows it"
        #expect(await strict.ask(request, timeout: .seconds(30)) == .failure(refusal))
        #expect(server.requests.isEmpty)
        await strict.close()
        let free = PBXClient(base: "http://127.0.0.1:1", urls: try ScenarioURLs(parsing: [place]))
        #expect(await free.ask(request, timeout: .seconds(30)) == .answer(status: 200, body: Array("{}".utf8)))
        // Nobody is to take an author's question for one of this machine.
        #expect(server.requests.first?.lowercased().contains("ringbox-scenario-url: 1\r\n") == true)
        await free.close()
        server.stop()
    }

    @Test func asksOneSandboxOfAHost() async throws {
        let server = try CannedServer(.answers(bytes("200 OK", "{}")))
        let whole = PBXClient(base: "http://127.0.0.1:\(server.port)", urls: .none)
        let request = HandlerRequest(target: .route("/incoming"), method: .get, parameters: [], number: 1)
        #expect(
            await SandboxClient(whole, behind: "/@shop").ask(request, timeout: .seconds(30)) == .answer(status: 200, body: Array("{}".utf8))
        )
        #expect(server.requests.first?.hasPrefix("GET /@shop/incoming HTTP/1.1\r\n") == true)
        await whole.close()
        server.stop()
    }

    @Test func stopsAskingWhenItsTaskIsCancelled() async throws {
        let server = try CannedServer(.hangs([]))
        let task = Task { await ask(server, timeout: .seconds(3600)) }
        try await eventually("the server was asked") { !server.requests.isEmpty }
        task.cancel()
        #expect(await task.value == nil)
    }
}
