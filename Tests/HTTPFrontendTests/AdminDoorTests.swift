import HTTPText
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
            let guesses = try (0..<40).map { _ in try RawConnection(port: served.admin) }
            for guess in guesses { guess.send(Self.wrong) }
            // 32 of them wait: the others do not pile up beside them.
            try await eventually("8 are answered") { guesses.count(where: \.hasAnswer) == 8 }
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
            let more = try await RawConnection(port: served.admin).ask(Self.wrong)
            #expect(more?.status == 401)
            #expect(guesses.count(where: \.hasAnswer) == 8, "the others still wait")
        }
    }

    @Test func connectionsThatShowNoTokenGiveWayToWhoComes() async throws {
        try await ServedFolder.serve(Self.files, guessDelay: .seconds(3_600)) { served in
            let token = "Authorization: Bearer \(ServedFolder.token)\r\n"
            let kept = try RawConnection(port: served.admin)
            #expect(await kept.ask("GET /loops HTTP/1.1\r\nHost: a\r\n\(token)\r\n")?.status == 200)
            // As many as the port may have and more: silent, in the middle of a head or of a body, or with a wrong token.
            let beginnings = ["", "GET /loops HT", "PUT /state/a HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n", Self.wrong]
            var strangers: [RawConnection] = []
            for number in 0..<200 {
                let stranger = try RawConnection(port: served.admin)
                stranger.send(beginnings[number % beginnings.count])
                strangers.append(stranger)
            }
            // As long as some of them are still being accepted, the operator may give way to those himself.
            try await eventually("the operator is answered") { try await served.asOperator("GET", "/sandboxes")?.status == 200 }
            #expect(await kept.ask("GET /loops HTTP/1.1\r\nHost: a\r\n\(token)\r\n")?.status == 200, "who has shown it stays")
        }
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
