import HandlerHost
import NIOCore
import PBXInstructions
import StateStore
import TestSupport
import Testing

/// Bodies and replies that are too large for an event loop, among small ones.
@Suite(.ownThreads) struct LargeTextTests {
    private static let settings = "dialect: none\nlimits: { wall: 60s, cpu: 10s, queued: 60s, memory: 512MiB }\n"
    private static let patientUIS = "fallback: { returned_code: 9 }\nlimits: { wall: 60s, cpu: 10s, queued: 60s, memory: 512MiB }\n"

    /// Every second reply is checked away from the loop, and each changes the state: all of it takes effect in order.
    @Test func repliesAreReleasedAndStoredInOrder() async throws {
        let store = MemoryStateStore()
        let code = """
            module.exports = (req, state) => {
              state.n = (state.n || 0) + 1;
              return { n: state.n, pad: "x".repeat(req.query.pad | 0) };
            };
            """
        let host = try await TestHost(["s/index.js": code, "s/sandbox.yaml": Self.settings], store: store)
        let replies = await withTaskGroup(of: TurnReply.self) { group in
            for number in 0..<60 { group.addTask { await host.get("/@s/?pad=\(number % 2 * 40_000)") } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(replies.allSatisfy { $0.outcome == .ok })
        // In the order in which they were released.
        let turns = host.turns
        #expect(turns.compactMap(\.stateVersion) == Array(1...60))
        for turn in turns {
            #expect(Int64(String(buffer: turn.reply).dropFirst(5).prefix { $0.isNumber }) == turn.stateVersion)
        }
        await host.stop()
        #expect(try await store.version(of: "s") == 60)
    }

    /// What a refused large reply changed is taken back, and those behind it count without it.
    @Test func aRefusedLargeReplysChangeHasNotHappened() async throws {
        let store = MemoryStateStore()
        let code = """
            module.exports = (req, state) => {
              state.n = (state.n || 0) + 1;
              return req.query.bad ? { text: 1, phones: "x".repeat(40000) } : { text: "n " + state.n };
            };
            """
        let host = try await TestHost(["s/index.js": code, "s/sandbox.yaml": Self.patientUIS], store: store)
        let replies = await withTaskGroup(of: TurnReply.self) { group in
            for number in 0..<40 { group.addTask { await host.get(number % 4 == 0 ? "/@s/?bad=1" : "/@s/") } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(replies.count { $0.outcome == .invalidInstruction && $0.isFallback } == 10)
        #expect(replies.count { $0.outcome == .ok } == 30)
        #expect(Set(replies.filter { $0.outcome == .ok }.map(\.text)).count == 30)
        await host.stop()
        #expect(try await store.version(of: "s") == 30)
    }

    @Test func aLargeBodyIsReadAsASmallOneIs() async throws {
        let code = "module.exports = (req) => ({ text: `${req.call.from} ${Object.keys(req.body).length}` });"
        let host = try await TestHost(["s/index.js": code, "s/sandbox.yaml": Self.patientUIS])
        let json = #"{"numa":"74951234567","pad":"\#(String(repeating: "x", count: 40_000))"}"#
        let asJSON = await host.get("/@s/", method: "POST", headers: [("content-type", "application/json")], body: json)
        #expect(asJSON.text.contains("74951234567 2"))
        let form = "numa=74951234567&pad=" + String(repeating: "%D1%8F", count: 8_000)
        let asForm = await host.get(
            "/@s/", method: "POST", headers: [("content-type", "application/x-www-form-urlencoded")], body: form)
        #expect(asForm.text.contains("74951234567 2"))
    }

    @Test(arguments: [1_001, 160_000]) func aFormWithTooManyFieldsIsToldSoAndIsNotRead(_ count: Int) async throws {
        let host = try await TestHost(["s/index.js": "module.exports = () => ({ returned_code: 1 })"])
        let names = (0..<count).map { String($0, radix: 36) }.joined(separator: "&")
        let reply = await host.get(
            "/@s/", method: "POST", headers: [("content-type", "application/x-www-form-urlencoded; charset=utf-8")], body: names)
        #expect(reply.status == 413 && reply.outcome == .refused)
        #expect(reply.text.contains("the form has more than 1000 fields"))
        let fewer = (0..<1_000).map { "n\($0)" }.joined(separator: "&")
        let accepted = await host.get(
            "/@s/", method: "POST", headers: [("content-type", "application/x-www-form-urlencoded")], body: fewer)
        #expect(accepted.outcome == .ok)
    }

    @Test func aQueryWithTooManyParametersIsToldSo() async throws {
        let host = try await TestHost(["s/index.js": "module.exports = () => ({ returned_code: 1 })"])
        let reply = await host.get("/@s/?" + String(repeating: "a&", count: 1_001))
        #expect(reply.status == 413 && reply.text.contains("the query has more than 1000 parameters"))
    }

    /// An author who returns a whole table by mistake learns it from one finding.
    @Test func aReplyOfTooManyKeysIsOneFinding() async throws {
        let code = """
            module.exports = () => Object.fromEntries(Array.from({ length: 5000 }, (_, number) => ["customer" + number, {}]));
            """
        let host = try await TestHost(["s/index.js": code, "s/sandbox.yaml": Self.patientUIS])
        let reply = await host.get("/@s/")
        #expect(reply.outcome == .invalidInstruction && reply.isFallback)
        let turn = try #require(host.lastTurn)
        #expect(turn.findings.map(\.code.rawValue) == ["too_many_keys"])
        #expect(turn.detail?.contains("has 5000 keys, of which an instruction may have 256") == true)
    }

    @Test func aPathThatTakesTooMuchWorkGetsTheFallback() async throws {
        let code = """
            for (let number = 0; number < 900; number++)
              Sandbox.define(`/{a:${".*".repeat(400)}}${number}`, "GET", (req, res) => res.json({ returned_code: 1 }));
            """
        let settings = "fallback: { returned_code: 9 }\nlimits: { wall: 60s, cpu: 10s, queued: 60s, load: 60s }\n"
        let host = try await TestHost(["s/main.js": code, "s/sandbox.yaml": settings])
        let reply = await host.get("/@s/" + String(repeating: "a", count: 8_000))
        #expect(reply.outcome == .exceededCPU && reply.isFallback)
        #expect(host.lastTurn?.detail?.contains("finding the route takes too long") == true)
        #expect(await host.get("/@s/x7").outcome == .ok)
    }
}
