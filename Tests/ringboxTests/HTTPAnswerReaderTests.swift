import TestSupport
import Testing

@testable import ringbox

struct HTTPAnswerReaderTests {
    /// Gives the text to a reader in pieces of these sizes, over and over; returns the body, or nil when it has not ended.
    private func read(_ text: String, pieces: [Int] = [1 << 20], closing: Bool = false) throws -> (status: Int, body: String)? {
        var reader = HTTPAnswerReader()
        var body: [UInt8] = []
        var rest = Array(text.utf8)[...]
        var turn = 0
        while !rest.isEmpty {
            try reader.take(rest.prefix(pieces[turn % pieces.count])) { body += $0 }
            rest = rest.dropFirst(pieces[turn % pieces.count])
            turn += 1
        }
        if closing { try reader.end() }
        return reader.isComplete ? (reader.status, String(decoding: body, as: UTF8.self)) : nil
    }

    @Test func readsABodyOfTheLengthThatIsSaid() throws {
        let answer = try read("HTTP/1.1 404 Not Found\r\ncontent-length: 8\r\n\r\nпривпр")
        #expect(answer?.status == 404)
        #expect(answer?.body == "прив")
    }

    @Test func readsChunks() throws {
        let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
        #expect(try read(head + "4\r\nпр\r\n1;x=1\r\n!\r\n0\r\nA: b\r\n\r\n")?.body == "пр!")
    }

    @Test func readsToTheEndWithoutALength() throws {
        #expect(try read("HTTP/1.0 200 OK\r\n\r\nabc", closing: true)?.body == "abc")
        #expect(try read("HTTP/1.0 200 OK\r\n\r\nabc") == nil)
    }

    @Test func skipsInterimAnswers() throws {
        let answer = try read("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na")
        #expect(answer?.status == 200)
        #expect(answer?.body == "a")
    }

    @Test(arguments: [204, 304]) func expectsNoBodyWhereNoneIsAllowed(_ status: Int) throws {
        #expect(try read("HTTP/1.1 \(status) Empty\r\n\r\n")?.body == "")
    }

    @Test func doesNotCareHowTheBytesArriveInPieces() throws {
        var generator = SeededGenerator(seed: 7)
        let text = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nпр\r\n1\r\n!\r\n0\r\n\r\n"
        for _ in 0..<200 {
            let pieces = (0..<5).map { _ in Int.random(in: 1...9, using: &generator) }
            #expect(try read(text, pieces: pieces)?.body == "пр!", "\(pieces)")
        }
    }

    @Test(arguments: [
        "SMTP ready\r\n\r\n", "HTTP/1.1\r\n\r\n", "HTTP/1.1 99999 X\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nno colon\r\n\r\n", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n",
        "HTTP/1.1 200 OK\r\nX: \(String(repeating: "a", count: 70_000))",
    ])
    func refusesWhatIsNotHTTP(_ text: String) {
        #expect(throws: HTTPConnectionError.broken) { try read(text) }
    }

    @Test(arguments: [
        "HTTP/1.1 200", "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nab", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
    ])
    func refusesAnAnswerThatIsCutOff(_ text: String) {
        #expect(throws: HTTPConnectionError.cutOff) { try read(text, closing: true) }
    }
}
