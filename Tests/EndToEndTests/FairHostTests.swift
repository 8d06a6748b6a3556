import Foundation
import JSONText
import TestSupport
import Testing

/// The places of the host (`--turn-limit`) are shared among its sandboxes.
@Suite(.ownThreads, .serialized, .timeLimit(.minutes(3)))
struct FairHostTests {
    @Test func aSandboxThatFillsTheHostMakesNoOthersFail() async throws {
        let handlers = try TemporaryFolder()
        try handlers.write(
            "module.exports = () => new Promise((done) => setTimeout(() => done({ returned_code: 1 }), 600000))", to: "hog/index.js")
        try handlers.write("fallback: { returned_code: 9 }\nlimits: { wall: 10m }\n", to: "hog/sandbox.yaml")
        try handlers.write("module.exports = () => ({ returned_code: 1 })", to: "good/index.js")
        let host = try HostProcess(handlers: handlers, data: TemporaryFolder(), options: ["--turn-limit", "30"])
        var waiting: [HTTPConnection] = []
        for _ in 0..<30 {
            let connection = try host.connect()
            try connection.send(Array("GET /@hog/ HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8))
            waiting.append(connection)
        }
        try await eventually("all places are taken") { try unanswered(of: "hog", host) == 30 }
        let good = try (0..<10).map { _ in try host.connect() }
        for _ in 0..<10 {
            for connection in good { try connection.send(Array("GET /@good/ HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8)) }
            for connection in good { #expect(try connection.answer().text == #"{"returned_code":1}"#) }
        }
        let answered = waiting.filter { $0.hasAnswer(within: .zero) }
        #expect((1...15).contains(answered.count), "\(answered.count) gave their places up")
        for connection in answered {
            let answer = try connection.answer()
            #expect(answer.headers["ringbox-outcome"] == "overloaded; fallback" && answer.text == #"{"returned_code":9}"#)
        }
        #expect(try unanswered(of: "hog", host) == 30 - answered.count)
    }

    private func unanswered(of sandbox: String, _ host: HostProcess) throws -> Int? {
        let summaries = try JSONValue(parsing: host.admin("GET", "/sandboxes").text)
        return summaries.array?.first { $0["name"]?.string == sandbox }?["unanswered"]?.int
    }
}
