import PBXClient
import TestSupport
import Testing
import VirtualPBX

/// The client …
struct PBXClientTests {
    private func ask(
        _ server: CannedServer, _ method: InteractiveOperation.Method = .get, timeout: Duration = .seconds(30)
    ) async -> HandlerReply? {
        let client = PBXClient(base: "http://127.0.0.1:\(server.port)/@shop")
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
        let client = PBXClient(base: "http://127.0.0.1:1")
        let request = HandlerRequest(target: .route("/"), method: .get, parameters: [], number: 1)
        guard case .failure(let reason)? = await client.ask(request, timeout: .seconds(30)) else {
            Issue.record("somebody answers at port 1")
            return
        }
        #expect(reason == "no connection: Connection refused")
        let broken = HandlerRequest(target: .url("http://"), method: .get, parameters: [], number: 2)
        #expect(await client.ask(broken, timeout: .seconds(30)) == .failure("the address is no URL"))
        let nowhere = HandlerRequest(target: .url("http://nowhere.invalid/x"), method: .get, parameters: [], number: 3)
        #expect(await client.ask(nowhere, timeout: .seconds(30)) == .failure("no connection: there is no host nowhere.invalid"))
        await client.close()
    }

    @Test func stopsAskingWhenItsTaskIsCancelled() async throws {
        let server = try CannedServer(.hangs([]))
        let task = Task { await ask(server, timeout: .seconds(3600)) }
        try await eventually("the server was asked") { !server.requests.isEmpty }
        task.cancel()
        #expect(await task.value == nil)
    }
}
