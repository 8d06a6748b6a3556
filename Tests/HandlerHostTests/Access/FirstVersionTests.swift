import Foundation
import HandlerHost
import NIOCore
import TestSupport
import Testing

/// Requests for a sandbox that is new, or that does not load.
@Suite(.timeLimit(.minutes(1)))
struct FirstVersionTests {
    @Test func nobodyIsLetInBeforeItIsKnownWhoMay() async throws {
        let test = try await TestHost(["other.js": "module.exports = () => ({ returned_code: 1 })"])
        let slow = "const end = Date.now() + 300; while (Date.now() < end);\nmodule.exports = () => ({ returned_code: 1 })"
        try test.folder.write(slow, to: ".new/go.js")
        try test.folder.write("access: { token: correct-horse }\nfallback: { returned_code: 9 }\n", to: ".new/sandbox.yaml")
        try FileManager.default.moveItem(atPath: test.folder.path + "/.new", toPath: test.folder.path + "/late")
        var first = await test.get("/@late/go")
        try await eventually("the sandbox is found") {
            first = await test.get("/@late/go")
            return first.outcome != .notFound
        }
        #expect(first.outcome == .refused && first.status == 401)
        #expect(await test.get("/@late/go?token=correct-horse").outcome == .ok)
    }

    @Test(arguments: [("", #"{"returned_code":9}"#), ("access: { token: correct-horse }\n", nil)])
    func whileNobodyCanBeLookedAtTheFallbackIsForSandboxesThatAreOpenToAll(access: String, reply: String?) async throws {
        let test = try await TestHost(["a/go.js": "}", "a/sandbox.yaml": "fallback: { returned_code: 9 }\n" + access])
        let answer = await test.get("/@a/go?token=correct-horse")
        #expect(answer.outcome == .loadFailed)
        if let reply { #expect(answer.text == reply) } else { #expect(answer.status == 503 && !answer.text.contains("returned_code")) }
    }

    @Test(arguments: ["/@broken/go?a=1&token=correct-horse", "/@nobody/go?token=correct-horse"])
    func aTokenIsNotRecordedWhereNobodyLooksAtIt(target: String) async throws {
        let test = try await TestHost(["broken/go.js": "}", "broken/sandbox.yaml": "access: { token: correct-horse }\n"])
        let reply = await test.get(target)
        #expect(reply.outcome == .loadFailed || reply.outcome == .notFound)
        #expect(test.lastTurn?.url.contains("horse") == false, "\(test.lastTurn?.url ?? "")")
    }

    /// Their bodies come when other rules hold than those that they were let in by, or when the first ones do.
    @Test(arguments: [
        (handler: "module.exports = (req, state) => ({ returned_code: 1 })", access: ""),
        (handler: "}", access: "access: { token: correct-horse }\n"),
    ])
    func whoWasLetInBeforeTheRulesChangedComesAgain(handler: String, access: String) async throws {
        let fallback = "fallback: { returned_code: 9 }\n"
        let test = try await TestHost(["a/go.js": handler, "a/sandbox.yaml": access + fallback])
        let head = RequestHead(
            method: "POST", target: "/@a/go", host: "localhost", headers: [], peer: "127.0.0.1", isFromOwnAddress: false, received: .now)
        let reply = await test.host.respond(to: head) { _ in
            try? test.folder.write("access: { token: correct-horse }\n" + fallback, to: "a/sandbox.yaml")
            try? test.folder.write("module.exports = () => ({ returned_code: 2 })", to: "a/go.js")
            try? await eventually("the new rules hold") {
                let stranger = await test.get("/@a/go")
                let friend = await test.get("/@a/go?token=correct-horse")
                return stranger.outcome == .refused && friend.outcome == .ok
            }
            return .success(ByteBuffer())
        }
        #expect(reply.status == 503 && reply.outcome == .overloaded && !reply.text.contains("returned_code"), "\(reply.text)")
    }
}
