import PBXInstructions
import TestSupport
import Testing
import YAMLText

@testable import VirtualPBX

/// A scenario file …
struct ScenarioParsingTests {
    @Test func becomesTheValuesThatItSays() throws {
        let scenario = try Scenario(
            """
            start: ask
            transitions: 9
            operations:
              ask:
                interactive:
                  route: /crm_integration?token=a
                  method: POST
                  parameters: [call_session_id, direction]
                  prompt: [Введите номер заказа, { sound: beep.wav }]
                  answer: false
                  input: { length: 4, first: 9s, interval: 2s, total: 30s, attempts: 2 }
                  timeout: 1500ms
                  codes: { 0: ask, 2147483647: bye }
                  next: bye
                  backup: operator
                  transfer: { order: simultaneous, ring: 20s, callerID: called, whisper: Курьер, noAnswer: operator }
              operator:
                transfer: { phones: ["+74959876543", 101, sip_login], prompt: Минуту, noAnswer: bye }
              bye: hangup
            """)
        var ask = InteractiveOperation(target: .route("/crm_integration?token=a"))
        ask.method = .post
        ask.parameters = [.sessionID, .direction]
        ask.prompt = [try #require(Prompt(.text, "Введите номер заказа")), try #require(Prompt(.media, "beep.wav"))]
        ask.answersFirst = false
        var input = InputSettings(length: 4)
        input.firstDigit = .seconds(9)
        input.interval = .seconds(2)
        input.total = .seconds(30)
        input.attempts = 2
        ask.input = input
        ask.replyTimeout = .milliseconds(1500)
        ask.codes = [Branch(0, Link("ask", line: 13, column: 19)), Branch(2_147_483_647, Link("bye", line: 13, column: 36))]
        ask.next = Link("bye", line: 14, column: 13)
        ask.backup = Link("operator", line: 15, column: 15)
        ask.transfer.order = .simultaneous
        ask.transfer.ringTime = .seconds(20)
        ask.transfer.callerID = .called
        ask.transfer.whisper = Prompt(.text, "Курьер")
        ask.transfer.noAnswer = Link("operator", line: 16, column: 96)
        #expect(scenario.start == Link("ask", line: 1, column: 8))
        #expect(scenario.transitionLimit == 9)
        #expect(scenario.operations.map(\.name) == ["ask", "operator", "bye"])
        #expect(scenario["ask"] == Operation("ask", .interactive(ask), line: 4, column: 3))
        guard case .transfer(let transfer) = scenario["operator"]?.kind else {
            Issue.record("no transfer")
            return
        }
        #expect(transfer.destinations.all.map(\.text) == ["+74959876543", "101", "sip_login"])
        #expect(transfer.destinations.all.map(\.kind) == [.number, .extension, .sipLogin])
        #expect(transfer.prompt.map(\.content) == ["Минуту"])
        #expect(transfer.settings.noAnswer?.name == "bye")
    }

    @Test func beginsWithTheFirstOperationAndHasTheDefaults() throws {
        let scenario = try Scenario("operations:\n  спросить: { interactive: { route: /a } }\n  bye: { hangup: {} }\n")
        #expect(scenario.start == Link("спросить", line: 2, column: 3))
        #expect(scenario.transitionLimit == 50)
        #expect(scenario["спросить"]?.kind == .interactive(InteractiveOperation(target: .route("/a"))))
        #expect(scenario["bye"]?.kind == .hangup)
    }

    @Test func mayHaveAMenuAMailboxAMessageAndAGoto() throws {
        let scenario = try Scenario(
            """
            operations:
              choose:
                menu: { prompt: Выберите, keys: { 1: box, "*": again, "#": hello }, timeout: 4s, attempts: 2, otherwise: again }
              hello: { message: { prompt: { text: Здравствуйте }, next: choose } }
              box: { voicemail: { prompt: [Говорите], limit: 60m, next: again } }
              again: { goto: choose }
            """)
        guard case .menu(let menu) = scenario["choose"]?.kind, case .voicemail(let box) = scenario["box"]?.kind,
            case .message(let hello) = scenario["hello"]?.kind, case .goto(let again) = scenario["again"]?.kind
        else {
            Issue.record("the kinds are \(scenario.operations.map(\.kind))")
            return
        }
        #expect(menu.keys.map(\.key) == ["1", "*", "#"] && menu.keys.map(\.link.name) == ["box", "again", "hello"])
        #expect(menu.timeout == .seconds(4) && menu.attempts == 2 && menu.otherwise?.name == "again")
        #expect(box.limit == .seconds(3600) && box.next?.name == "again" && box.prompt.count == 1)
        #expect(hello.prompt == [try #require(Prompt(.text, "Здравствуйте"))] && hello.next?.name == "choose")
        #expect(again.name == "choose")
    }

    @Test(
        arguments: [
            ("Mo-Fr 09:00-18:00", [([0, 1, 2, 3, 4], 540, 1080)]), ("Sa,Su 9:30-24:00", [([5, 6], 570, 1440)]),
            ("Fr-Mo 22:00-06:00", [([4, 5, 6, 0], 1320, 360)]), ("00:00-24:00", [([0, 1, 2, 3, 4, 5, 6], 0, 1440)]),
            ("Пн–Ср,Пт 09:00–13:00,14:00–18:00", [([0, 1, 2, 4], 540, 780), ([0, 1, 2, 4], 840, 1080)]),
        ] as [(String, [([Int], Int, Int)])])
    func writesItsHoursLike(text: String, spans: [([Int], Int, Int)]) throws {
        let scenario = try Scenario("operations: { h: { hours: { times: \"\(text)\", open: h } } }\ntimezone: \"+05:30\"\n")
        guard case .hours(let hours) = scenario["h"]?.kind else {
            Issue.record("no hours")
            return
        }
        #expect(hours.hours.utcOffset == 19_800, "the time zone counts wherever in the file it stands")
        #expect(hours.hours.spans == spans.map { WorkingHours.Span(days: Set($0.0), from: $0.1, to: $0.2) })
    }

    @Test(arguments: [("UTC", 0), ("Z", 0), ("+03:00", 10_800), ("-09:30", -34_200), ("+14:00", 50_400), ("-14:00", -50_400)])
    func writesItsTimeZoneLike(text: String, seconds: Int) throws {
        let scenario = try Scenario("timezone: \(text)\noperations: { h: { hours: { times: [09:00-10:00], closed: h } } }\n")
        guard case .hours(let hours) = scenario["h"]?.kind else {
            Issue.record("no hours")
            return
        }
        #expect(hours.hours.utcOffset == seconds)
    }

    @Test func tellsEverythingThatIsWrongByPlace() throws {
        let text = """
            start: gret
            operations:
              greet: { message: { promt: Привет, next: aks } }
              ask: { interactive: { route: crm, input: { length: 40 }, codes: { 1: grete, x: ask } } }
            transitions: 0
            """
        let error = try #require(throws: YAMLError.self) { try Scenario(text) }
        #expect(
            error.description == """
                shop/scenario.yaml:1:8: there is no operation "gret" (did you mean "greet"?)
                shop/scenario.yaml:3:21: message has to have a prompt: what the caller hears
                shop/scenario.yaml:3:23: unknown key "promt" (did you mean "prompt"?)
                shop/scenario.yaml:3:44: there is no operation "aks" (did you mean "ask"?)
                shop/scenario.yaml:4:32: route has to begin with "/", such as /crm_integration, and have no space, "#" or letter outside ASCII (percent-encode it), not "crm"
                shop/scenario.yaml:4:54: length has to be from 1 to 32, not 40
                shop/scenario.yaml:4:72: there is no operation "grete" (did you mean "greet"?)
                shop/scenario.yaml:4:79: a code has to be a whole number from 0 to 2147483647, not "x"
                shop/scenario.yaml:5:14: transitions has to be from 1 to 1000, not 0
                """)
    }
}

extension Scenario {
    init(_ text: String) throws(YAMLError) {
        try self.init(parsing: Array(text.utf8), file: "shop/scenario.yaml")
    }
}
