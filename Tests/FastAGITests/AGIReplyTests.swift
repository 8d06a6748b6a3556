import FastAGI
import TestSupport
import Testing

struct AGIReplyTests {
    @Test func readsWhatAsteriskSays() throws {
        let stream = try #require(AGIReply("200 result=52 endpos=23840"))
        #expect(stream.result == 52)
        #expect(stream.key == "4")
        #expect(stream.endPosition == 23_840)

        let record = try #require(AGIReply("200 result=35 (dtmf) endpos=16000"))
        #expect(record.note == "dtmf")
        #expect(record.key == "#")

        let variable = try #require(AGIReply("200 result=1 (PJSIP/a (b) c)"))
        #expect(variable.result == 1)
        #expect(variable.note == "PJSIP/a (b) c")

        #expect(try #require(AGIReply("200 result=1 ()")).note == "")
        #expect(try #require(AGIReply("200 result=-1")).result == -1)
        #expect(try #require(AGIReply("100 Trying...")).code == 100)
        #expect(try #require(AGIReply("511 Command Not Permitted on a dead channel")).code == 511)
        #expect(try #require(AGIReply("520-Invalid command syntax.  Proper usage follows:")).isContinued)
        #expect(try #require(AGIReply("520 End of proper usage.")).isContinued == false)
    }

    @Test func takesAReplyWithoutAResultForOne() throws {
        #expect(try #require(AGIReply("200")).result == nil)
        #expect(try #require(AGIReply("200 result=")).result == nil)
        #expect(try #require(AGIReply("200 result=99999999999999999999999")).result == nil)
        #expect(try #require(AGIReply("200 result=много")).result == nil)
    }

    @Test(arguments: ["", "HANGUP", "20 result=1", "2000 result=1", "abc", "200result=1", "٢٠٠ result=1", "999 x", "099 x", "\u{0}\u{1}"])
    func refuses(_ line: String) { #expect(AGIReply(line) == nil) }

    @Test(arguments: [0, 1, 10, 47, 64, 256, 100_000, -49])
    func hasNoKeyForACodeThatIsNone(_ code: Int) throws {
        #expect(try #require(AGIReply("200 result=\(code)")).key == nil)
    }

    @Test func survivesAnyLine() {
        var generator = SeededGenerator(seed: 41)
        let pieces = ["200", "520-", "511 ", " result=", "-1", "(", ")", " endpos=", "HANGUP", "9", "\u{0}", "ы", "\u{FFFD}", " ", "\r"]
        for _ in 0..<20_000 {
            var line = ""
            for _ in 0..<Int.random(in: 0...12, using: &generator) { line += pieces.randomElement(using: &generator) ?? "" }
            guard let reply = AGIReply(line) else { continue }
            #expect((100..<600).contains(reply.code))
        }
    }

    @Test func survivesAnyBytes() {
        var generator = SeededGenerator(seed: 42)
        for _ in 0..<20_000 {
            var bytes = (0..<Int.random(in: 0...40, using: &generator)).map { _ in UInt8.random(in: 0...255, using: &generator) }
            if Bool.random(using: &generator) { bytes = Array("200 result=".utf8) + bytes }
            if let reply = AGIReply(String(decoding: bytes, as: UTF8.self)) { #expect((100..<600).contains(reply.code)) }
        }
    }
}
