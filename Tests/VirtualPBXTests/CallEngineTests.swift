import PBXInstructions
import Testing

@testable import VirtualPBX

/// The engine …
struct CallEngineTests {
    @Test func connectsACourierWithTheCustomerOfHisOrder() throws {
        var call = PlayedCall(try .couriers())
        #expect(call.entered == ["greeting"])
        #expect(call.actions.first == .note(.entered(operation: "greeting")))
        #expect(
            call.asked?.line == "GET /crm_integration?cdr_id=17&start_time=1772452800&input_result=None&numa=74952345678&numb=74951234567")
        call.reply(#"{"returned_code":1,"text":"Здравствуйте, Иван!"}"#)
        #expect(call.heard == ["Здравствуйте, Иван!"])
        call.listen()
        #expect(call.entered == ["order"])
        #expect(call.heard == ["Введите номер"])
        call.press("4711")
        #expect(call.actions.contains(.stopPlaying))
        #expect(call.asked?.parameters.contains(.init("input_result", "4711")) == true)
        call.reply(#"{"phones":["79165550011"],"text":"Соединяю","operator_text":"Курьер Иван"}"#)
        call.listen()
        #expect(call.dialled?.destinations == (try Scenario.list("79165550011")))
        #expect(call.dialled?.callerID == "74952345678")
        #expect(call.dialled?.whisper == PlayedMessage(.text, "Курьер Иван"))
        try call.answer("79165550011")
        #expect(call.notes.contains(.whisper(try #require(PlayedMessage(.text, "Курьер Иван")))))
        call.take(.conversationEnded(number: call.lastNumber))
        #expect(call.finish == .success)
        #expect(call.actions.last == .hangUp(.success))
    }

    @Test(arguments: [
        ("", 200), ("<html>", 200), ("{}", 200), (#"{"phone":["1"]}"#, 200), (#"{"returned_code":1}"#, 500), (#"{"returned_code":1}"#, 302),
        (#"{"returned_code":1}"#, 204), (#"{"returned_code":77}"#, 200),
    ]) func goesTheBackupBranchWithoutAnInstructionThatItCanObey(_ body: String, _ status: Int) throws {
        var call = PlayedCall(try .couriers())
        call.reply(body, status: status)
        #expect(call.entered == ["operator"])
        #expect(call.starts(.reply) == nil)
    }

    @Test func goesTheBackupBranchWithoutAConnection() throws {
        var call = PlayedCall(try .couriers())
        call.take(.replied(.failure("no connection"), number: call.lastNumber))
        #expect(call.entered == ["operator"])
        #expect(call.notes.contains(.branch("backup", to: "operator", because: "no connection")))
    }

    @Test func doesNotWaitForAHandlerForLongerThanItMay() throws {
        var call = PlayedCall(try .couriers())
        #expect(call.starts(.reply) == .seconds(5))
        let number = call.lastNumber
        call.take(.timeIsUp(.reply), after: .seconds(5))
        #expect(call.actions.first == .stopAsking)
        #expect(call.entered == ["operator"])
        call.take(.replied(.answer(status: 200, body: Array(#"{"text":"x"}"#.utf8)), number: number))
        #expect(call.actions.isEmpty)
    }

    @Test func endsWhereThereIsNoBackupBranch() {
        let operation = InteractiveOperation(target: .route("/"))
        var late = PlayedCall(Scenario(Operation("a", .interactive(operation))))
        late.take(.timeIsUp(.reply))
        #expect(late.finish == .tooLate)
        var broken = PlayedCall(Scenario(Operation("a", .interactive(operation))))
        broken.reply("no")
        #expect(broken.finish == .noOperation)
        var unlinked = PlayedCall(Scenario(Operation("a", .interactive(operation))))
        unlinked.reply(#"{"returned_code":3,"text":"Прощайте"}"#)
        #expect(unlinked.heard == ["Прощайте"])
        unlinked.listen()
        #expect(unlinked.finish == .noOperation)
        #expect(unlinked.notes.contains(.ended(.noOperation, because: "code 3 has no branch")))
    }

    @Test func goesOnBehindAMessageOrEndsThere() throws {
        var operation = InteractiveOperation(target: .route("/"))
        operation.next = Link("bye")
        let bye = Operation("bye", .message(MessageOperation(prompt: [try #require(Prompt(.media, "bye.wav"))])))
        var call = PlayedCall(Scenario(Operation("a", .interactive(operation)), bye))
        call.reply(#"{"message_name":"news.mp3"}"#)
        call.listen()
        #expect(call.entered == ["bye"])
        call.listen()
        #expect(call.finish == .scenario)
    }

    @Test func saysInAPostWhatItSaysInAQuery() {
        var operation = InteractiveOperation(target: .url("https://crm.example/hook?token=1"))
        operation.method = .post
        operation.parameters = [.sessionID, .from, .direction]
        let call = PlayedCall(Scenario(Operation("a", .interactive(operation))), from: "")
        #expect(call.asked?.urlText == "https://crm.example/hook?token=1")
        #expect(call.asked.map { String(decoding: $0.body, as: UTF8.self) } == #"{"call_session_id":"17","numa":"","direction":"in"}"#)
    }

    @Test func encodesWhatItSendsInAQuery() {
        var operation = InteractiveOperation(target: .route("/a?token=1"))
        operation.parameters = [.from]
        let call = PlayedCall(Scenario(Operation("a", .interactive(operation))), from: "+7 495#Ж&x=")
        #expect(call.asked?.urlText == "/a?token=1&numa=%2B7%20495%23%D0%96%26x%3D")
    }

    @Test func cutsEndlessCalls() {
        var call = PlayedCall(Scenario(Operation("a", .goto(Link("b"))), Operation("b", .goto(Link("a"))), limit: 7))
        #expect(call.finish == .tooManyTransitions)
        #expect(call.entered == ["a", "b", "a", "b", "a", "b", "a"])
        call.take(.pressed("1"))
        #expect(call.actions.isEmpty)
    }

    @Test func knowsWorkingHours() throws {
        let weekdays = WorkingHours(spans: [.init(days: [0, 1, 2, 3, 4], from: 9 * 60, to: 18 * 60)], utcOffset: 3 * 3600)
        let hours = HoursOperation(hours: weekdays, open: Link("open"), closed: Link("closed"))
        let call = PlayedCall(Scenario(Operation("a", .hours(hours)), Operation("open", .hangup), Operation("closed", .hangup)))
        #expect(call.entered == ["a", "open"])
        // 2026-03-02 is a Monday; 18:00 in Moscow is 15:00 in Greenwich.
        let monday: Int64 = 1_772_409_600
        for (hour, isOpen) in [(5, false), (6, true), (14, true), (15, false)] as [(Int64, Bool)] {
            #expect(weekdays.contains(monday + hour * 3600) == isOpen, "\(hour) o'clock")
        }
        #expect(!weekdays.contains(monday - 24 * 3600 + 10 * 3600), "Sunday")
        let night = WorkingHours(spans: [.init(days: [4], from: 22 * 60, to: 6 * 60)], utcOffset: 0)
        let friday = monday + 4 * 86_400
        #expect(night.contains(friday + 23 * 3600))
        #expect(night.contains(friday + 29 * 3600), "the night that begins on Friday goes on")
        #expect(!night.contains(friday + 31 * 3600))
        #expect(!night.contains(friday + 5 * 3600), "the night before belongs to Thursday")
        #expect(weekdays.contains(-3 * 86_400 + 7 * 3600), "the Monday before 1970")
    }

    @Test func endsWhereverTheCallerHangsUp() throws {
        let steps: [(inout PlayedCall) throws -> Void] = [
            { $0.reply(#"{"returned_code":1,"text":"Здравствуйте"}"#) }, { $0.listen() }, { $0.press("47") }, { $0.press("11") },
            { $0.reply(#"{"phones":["79165550011"]}"#) }, { try $0.answer("79165550011") },
        ]
        for count in 0...steps.count {
            var call = PlayedCall(try .couriers())
            for step in steps.prefix(count) { try step(&call) }
            call.take(.callerHungUp)
            #expect(call.finish == .caller, "after \(count) steps")
            #expect(call.actions.last == .hangUp(.caller))
        }
    }
}
