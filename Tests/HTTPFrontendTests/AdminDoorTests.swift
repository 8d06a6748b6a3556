import HandlerHost
import TestSupport
import Testing

@testable import HTTPFrontend

/// Who comes to the admin port without its token, or under a name that is not the host's.
@Suite(.timeLimit(.minutes(3)))
struct AdminDoorTests {
    private static let files = ["a/go.js": "module.exports = () => ({ returned_code: 1 })"]
    private static let wrong = "GET /sandboxes HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer 0000000000000000\r\n\r\n"

    @Test func wrongTokensWaitAndHoldNobodyUp() async throws {
        try await ServedFolder.serve(Self.files, guessDelay: .seconds(3_600)) { served in
            var guesses: [RawConnection] = []
            for _ in 0..<10 {
                let guess = try RawConnection(port: served.admin)
                guess.send(Self.wrong)
                guesses.append(guess)
            }
            try await eventually("the operator is told") {
                served.host.activity.entries().contains { entry in
                    guard case .event(let event) = entry.content else { return false }
                    return event.kind == .warning && event.message.hasPrefix("a wrong token was shown to the admin port from 127.0.0.1")
                }
            }
            let answer = try await served.asOperator("GET", "/sandboxes")
            #expect(answer?.status == 200)
            let without = try await RawConnection(port: served.admin).ask("GET /sandboxes HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(without?.status == 401, "who shows none learns nothing by it, and does not wait")
        }
    }

    @Test func soManyWrongTokensWaitAtMost() async throws {
        let guesses = TokenGuesses(delay: .seconds(3_600))
        #expect(!guesses.areTooMany)
        let waiting = Task { await withTaskGroup { group in for _ in 0..<32 { group.addTask { await guesses.wait() } } } }
        try await eventually("32 wait") { guesses.areTooMany }
        waiting.cancel()
        await waiting.value
        #expect(!guesses.areTooMany)
    }

    @Test func wrongTokensAreCountedAndToldSeldom() {
        let guesses = TokenGuesses(delay: .zero)
        #expect(guesses.note(from: "192.0.2.1") == "a wrong token was shown to the admin port from 192.0.2.1; 1 since the start")
        for _ in 0..<100 { #expect(guesses.note(from: "192.0.2.1") == nil) }
    }

    @Test func namesOfOthersAreRefused() async throws {
        var names = ServedNames()
        names.domains = try BaseDomains(["pbx.example.com"])
        names.hasAnyHost = false
        try await ServedFolder.serve(Self.files, adminNames: names) { served in
            for name in ["anything.attacker.net", "pbx.example.com.attacker.net", "127.0.0.1.attacker.net"] {
                let answer = try await RawConnection(port: served.admin).ask("GET /health HTTP/1.1\r\nHost: \(name)\r\n\r\n")
                #expect(answer?.status == 421 && answer?.body.contains("--any-host") == true, "\(name)")
            }
            for name in ["127.0.0.1:8081", "localhost", "[::1]:1", "ringbox:8081", "pbx.example.com", "admin.pbx.example.com"] {
                let answer = try await RawConnection(port: served.admin).ask("GET /health HTTP/1.1\r\nHost: \(name)\r\n\r\n")
                #expect(answer?.status == 200, "\(name)")
            }
        }
    }
}
