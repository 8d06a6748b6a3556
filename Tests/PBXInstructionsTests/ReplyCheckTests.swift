import JSONText
import PBXInstructions
import TestSupport
import Testing

struct ReplyCheckTests {
    private func instruction(_ reply: String) -> Instruction? {
        Dialect.uis.check(reply: Array(reply.utf8)).instruction
    }

    private func destinations(_ texts: String...) throws -> DestinationList {
        try #require(DestinationList(texts.compactMap { Destination($0) }))
    }

    @Test func readsATransfer() throws {
        #expect(
            instruction(#"{"phones":["74951234567","102"],"text":"Соединяю","operator_text":"Курьер"}"#)
                == .transfer(
                    try destinations("74951234567", "102"), message: PlayedMessage(.text, "Соединяю"),
                    operatorMessage: PlayedMessage(.text, "Курьер")))
        #expect(
            instruction(#"{"phones":["ivan"],"message_name":"10sec.mp3"}"#)
                == .transfer(
                    try destinations("ivan"), message: PlayedMessage(.media, "10sec.mp3"), operatorMessage: nil))
    }

    @Test func readsAMessage() {
        #expect(instruction(#"{"text":"Привет"}"#) == PlayedMessage(.text, "Привет").map(Instruction.say))
        #expect(instruction(#"{"message_name":"a.mp3"}"#) == PlayedMessage(.media, "a.mp3").map(Instruction.say))
    }

    @Test func readsAJump() throws {
        let code = try #require(ReturnedCode(1))
        #expect(instruction(#"{"returned_code":1}"#) == .jump(code, message: nil, operatorMessage: nil))
        #expect(
            instruction(#"{"returned_code":1.0,"text":"Привет","operator_text":"Курьер"}"#)
                == .jump(
                    code, message: PlayedMessage(.text, "Привет"), operatorMessage: PlayedMessage(.text, "Курьер")))
    }

    @Test(arguments: [
        (#""operator_text":"t","operator_message":"f.mp3","operator_media":"m.mp3""#, PlayedMessage(.media, "m.mp3")),
        (#""operator_text":"t","operator_message":"f.mp3""#, PlayedMessage(.media, "f.mp3")),
        (#""operator_text":"t","operator_message":{"operator_text":"n"}"#, PlayedMessage(.text, "n")),
        (#""operator_message":{"operator_text":"n","operator_media":"m.mp3"}"#, PlayedMessage(.media, "m.mp3")),
        (#""operator_text":"t""#, PlayedMessage(.text, "t")),
    ])
    func usesTheFirstMessageForTheEmployee(_ keys: String, message: PlayedMessage?) throws {
        #expect(
            instruction(#"{"phones":["102"],\#(keys)}"#)
                == .transfer(try destinations("102"), message: nil, operatorMessage: message))
    }

    @Test func hasAnInstructionExactlyWhenThereIsNoError() {
        var random = SeededGenerator(seed: 1)
        for _ in 0..<5_000 {
            let slips = (0..<Int.random(in: 0...2, using: &random)).map { _ in
                let place = JSONPointer([RandomReply.key(using: &random)])
                return ReplySlip(
                    ReplySlip.Kind.allCases.randomElement(using: &random) ?? .nan,
                    at: [place, place.appending(0), .root].randomElement(using: &random) ?? place)
            }
            var reply = RandomReply.object(using: &random).bytes()
            if Bool.random(using: &random) {
                reply[Int.random(in: 0..<reply.count, using: &random)] = UInt8(truncatingIfNeeded: random.next())
            }
            let check = Dialect.uis.check(reply: reply, slips: slips)
            #expect((check.instruction == nil) == check.findings.contains { $0.severity == .error })
            #expect(check.isAccepted == (check.instruction != nil))
        }
    }

    @Test(arguments: [
        (#"{"text":"a\ud800b"}"#, #"{"text":"a\ufffdb"}"#, ["/text"]),
        (#"{"text":"a\u0000b\\u0000"}"#, #"{"text":"a\ufffdb\\u0000"}"#, ["/text"]),
        (
            #"{"text":"\udc00\ud83d\ude00","x\uD83D":"\ufffd"}"#, #"{"text":"\ufffd\ud83d\ude00","x\ufffd":"\ufffd"}"#,
            ["/text", "/x\u{fffd}"]
        ),
        (#"{"returned_code":1,"list":[{"t":"\ud800\ud800"}]}"#, #"{"returned_code":1,"list":[{"t":"\ufffd\ufffd"}]}"#, ["/list/0/t"]),
    ])
    func repairsATextThatNoPBXCanTakeAndSaysWhere(_ reply: String, _ sent: String, _ places: [String]) throws {
        let check = Dialect.uis.check(reply: Array(reply.utf8))
        #expect(check.repaired.map { String(decoding: $0, as: UTF8.self) } == sent)
        #expect(check.instruction != nil && check.instruction == instruction(sent))
        let findings = check.findings.filter { $0.code == .brokenText }
        #expect(findings.map(\.pointer.description) == places)
        #expect(findings.allSatisfy { $0.severity == .warning && $0.hint?.contains("[...text]") == true })
    }

    @Test(arguments: [#"{"text":"\ud83d\ude00 \\ud800 \\u0000"}"#, #"{"text":"\ufffd"}"#, #"{"text":"я\n"}"#])
    func leavesAWholeTextAsItIs(_ reply: String) {
        let check = Dialect.uis.check(reply: Array(reply.utf8))
        #expect(check.repaired == nil && check.isAccepted && !check.findings.contains { $0.code == .brokenText })
    }

    @Test func takesBytesThatAreNotCopied() {
        Array(#"{"returned_code":1}"#.utf8).withUnsafeBytes { bytes in
            #expect(Dialect.uis.check(reply: bytes).isAccepted)
        }
    }

    @Test(arguments: ReplySlip.Kind.allCases)
    func hasOneFindingForEverySlip(_ kind: ReplySlip.Kind) {
        for pointer in [JSONPointer.root, JSONPointer(["text"]), JSONPointer(["phones", "0"])] {
            let text = pointer == .root ? "{}" : pointer.tokens.count == 1 ? #"{"text":{}}"# : #"{"phones":[null]}"#
            let check = Dialect.uis.check(reply: Array(text.utf8), slips: [ReplySlip(kind, at: pointer)])
            guard kind != .date || pointer != JSONPointer(["text"]) else { continue }  // Sent as a string.
            #expect(check.findings.filter { $0.pointer == pointer }.count == 1, "\(check.lines)")
            #expect(check.findings.first?.hint != nil)
            #expect(kind == .undefined || check.instruction == nil)
        }
    }

    @Test func listsAtMostFiftyErrorsAndFiftyWarnings() {
        let phones = (0..<1_000).map { _ in JSONValue.string("+74951234567") } + (0..<1_000).map { _ in 5 }
        let check = Dialect.uis.check(reply: (["phones": .array(phones)] as JSONValue).bytes())
        #expect(check.findings.count == 102)
        #expect(check.findings.filter { $0.code == .internationalPrefix || $0.code == .repeatedPhone }.count == 50)
        #expect(check.findings.filter { $0.code == .phoneNotString }.count == 50)
        #expect(check.findings.suffix(2).map(\.description) == ["950 more errors", "1949 more warnings"])
        #expect(check.instruction == nil)
    }

    /// A table of records that is returned by mistake: one finding, and no spelling is compared with the known ones.
    @Test(arguments: [257, 50_000]) func saysThatThereAreTooManyKeysWithoutLookingAtEach(_ count: Int) {
        let members = (0..<count).map { "\"operator_tex\($0)\":{}" }.joined(separator: ",")
        for reply in ["{\(members)}", #"{"text":"x","operator_message":{\#(members)}}"#] {
            let check = Dialect.uis.check(reply: Array(reply.utf8))
            #expect(check.findings.map(\.code).prefix(1) == [.tooManyKeys])
            #expect(check.findings.first?.message == "has \(count) keys, of which an instruction may have 256")
            #expect(!check.isAccepted)
        }
    }

    @Test func takesAsManyKeysAsAnInstructionMayHave() {
        let members = (0..<255).map { "\"k\($0)\":1" }.joined(separator: ",")
        #expect(Dialect.uis.check(reply: Array("{\"text\":\"x\",\(members)}".utf8)).isAccepted)
    }

    @Test(.timeLimit(.minutes(1))) func checksManySlipsInTimeThatGrowsWithTheirNumber() {
        let count = 5_000
        let reply = Array(("{\"phones\":[" + String(repeating: "null,", count: count) + "null]}").utf8)
        let slips = (0...count).map { ReplySlip(.nan, at: JSONPointer(["phones", String($0)])) }
        let check = Dialect.uis.check(reply: reply, slips: slips)
        #expect(check.findings.last?.description == "\(count - 49) more errors")
    }

    @Test func leavesRepliesAloneWhereThereIsNoPBX() {
        let check = Dialect.none.check(reply: Array("<html>".utf8), slips: [ReplySlip(.promise, at: .root)])
        #expect(check.findings.isEmpty)
        #expect(check.isAccepted)
        #expect(check.instruction == nil)
        #expect(Dialect.none.jsonSchema == nil)
        #expect(Dialect.none.documentation.isEmpty)
    }
}
