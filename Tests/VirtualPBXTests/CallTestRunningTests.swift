import JSONText
import PBXInstructions
import Testing

@testable import VirtualPBX

/// A call test …
struct CallTestRunningTests {
    private let shop = ListedHandler { input in
        switch input {
        case "None": #"{"returned_code": 1, "text": "Здравствуйте, Иван!"}"#
        case "4711": #"{"text": "Соединяю", "phones": ["+79165550011"], "operator_text": "Заказ 4711"}"#
        case "88": #"{"returned_code": 8}"#
        default: #"{"returned_code": 2, "text": "Заказа \#(input) нет"}"#
        }
    }

    @Test(arguments: ["no reply", "no connection", "no instruction", "status 503"])
    func hasTheWayToAHandlerBroken(fault: String) async throws {
        let test = try CallTest(
            """
            from: "74952345678"
            answers: { "74959876543": 1s }
            faults: { 2: \(fault) }
            steps: [{ hears: Здравствуйте }, { presses: "4711" }, { enters: operator }, { connected: "74959876543" }]
            """)
        let shop = ListedHandler { _ in #"{"returned_code": 1, "text": "Здравствуйте, Иван!"}"# }
        let result = await test.run(try .couriers(), client: shop)
        #expect(result.failure == nil)
        #expect(shop.inputs == ["None"], "the handler was asked")
    }

    @Test func passesWhenTheCallGoesAsItIsWritten() async throws {
        let result = try await run(
            """
            hears: Здравствуйте
            presses: 12#
            hears: { exactly: Заказа 12 нет }
            presses: 4711
            hears: Соединяю
            dials: 79165550011
            whisper: Заказ 4711
            connected: "79165550011"
            waits: 65s
            hangs up: employee
            finish: success_finish
            """, answers: "{ 79165550011: 2s }")
        #expect(result.failure == nil)
        #expect(result.finish == .success && result.duration > .seconds(65))
        #expect(result.codes == ["greeting": [1], "order": [2]])
        #expect(result.taken == ["greeting": ["code 1"], "order": ["code 2"]])
    }

    @Test(arguments: [
        ("hears: Добрый день", "4:5", "hears \"Добрый день\"", "hears \"Здравствуйте, Иван!\""),
        ("hears: { exactly: Здравствуйте }", "4:5", "hears exactly \"Здравствуйте\"", "hears \"Здравствуйте, Иван!\""),
        ("hears: { sound: a.wav }", "4:5", "hears [a.wav]", "hears \"Здравствуйте, Иван!\""),
        ("hears: Здравствуйте\nhears: Заказа", "5:5", "hears \"Заказа\"", "hears \"Введите номер\""),
        ("presses: 12345", "4:5", "presses 12345", "the input was over with 1234"),
        ("presses: 4711\nconnected: '102'", "5:5", "connected 102", "connected to +79165550011"),
        ("presses: 4711\nwhisper: Иван", "5:5", "whisper \"Иван\"", "the employee hears \"Заказ 4711\""),
        ("presses: 4711\ndials: '102'", "5:5", "dials 102", "dials +79165550011 for 30s, showing 74952345678"),
        ("presses: 4711\nfinish: subscriber_disconnects", "5:5", "finish subscriber_disconnects", "the call ended: success_finish"),
        ("presses: 4711\nenters: operator", "5:5", "enters operator", "the call ended: success_finish"),
        ("presses: 4711\npresses: 1", "5:5", "presses 1", "the call ended: success_finish"),
    ])
    func failsAtTheFirstThingThatDiffers(steps: String, place: String, expected: String, got: String) async throws {
        let result = try await run(steps, answers: "{ 79165550011: 2s }")
        let failure = try #require(result.failure)
        #expect("\(failure.line):\(failure.column)" == place)
        #expect(failure.expected == expected && failure.got == got)
        #expect(result.notes.count == failure.noteCount, "what comes behind it is not shown")
    }

    /// Otherwise a wrong branch that says something more would not be found.
    @Test func namesEverythingThatIsHeardBetweenTwoThingsThatAreHeard() async throws {
        #expect(try await run("hears: Иван\nhears: Введите\npresses: 12\nhears: нет\nhears: Введите\npresses: 4711").failure == nil)
        #expect(try await run("hears: Иван\npresses: 12\nhears: нет\npresses: 4711").failure == nil, "before keys it need not be")
        #expect(try await run("hears: Иван\npresses: 12\nhears: нет\nhears: Соединяю").failure != nil)
    }

    @Test func hasEachStepOfKeysForAnInputOfItsOwn() async throws {
        let result = try await run("presses: 1\npresses: 22\npresses: nothing\npresses: 33#\nhangs up")
        #expect(result.failure == nil && result.finish == .caller)
        #expect(shop.inputs == ["None", "1", "22", "", "33"])
    }

    @Test func doesNotMindAHashBehindTheLastDigit() async throws {
        let result = try await run("presses: 4711#\nconnected: 79165550011", answers: "{ 79165550011: 1s }")
        #expect(result.failure == nil)
    }

    @Test func waitsAsLongAsItSaysAndLooksAtNothingMeanwhile() async throws {
        let result = try await run("waits: 9s\nhangs up\nfinish: subscriber_disconnects")
        #expect(result.failure == nil && result.duration == .seconds(9))
        let late = try await run("hears: Иван\nwaits: 40s\npresses: 4711\nhears: Соединяю")
        #expect(late.failure == nil && late.duration > .seconds(40))
    }

    @Test func hasAnAnswerForEachTimeThatANumberIsRung() async throws {
        let twice = ListedHandler { _ in #"{"phones": ["102", "102", "102"]}"# }
        let scenario = Scenario(Operation("a", .interactive(InteractiveOperation(target: .route("/a")))))
        let test = try CallTest(
            steps: "dials: '102'\ndials: '102'\ndials: '102'\nconnected: '102'", answers: "{ 102: [busy, no answer, 3s] }")
        let result = await test.run(scenario, client: twice)
        #expect(result.failure == nil)
        #expect(
            result.notes.filter { if case .notAnswered = $0.note { true } else { false } }.map(\.note) == [
                .notAnswered(.busy), .notAnswered(.noAnswer),
            ])
        #expect(result.notes.first { if case .connected = $0.note { true } else { false } }?.time == .seconds(34), "1 s, 30 s and 3 s")
    }

    @Test func hangsUpBehindItsLastStep() async throws {
        let result = try await run("hears: Здравствуйте")
        #expect(result.failure == nil && result.finish == .caller)
        #expect(shop.inputs == ["None"])
    }

    @Test func endsARecordingWithAHash() async throws {
        let box = try VoicemailOperation(prompt: [#require(Prompt(.text, "Говорите"))])
        let test = try CallTest(steps: "hears: Говорите\nwaits: 15s\npresses: '#'\nfinish: scenario_disconnects")
        let result = await test.run(Scenario(Operation("box", .voicemail(box))), client: shop)
        #expect(result.failure == nil && result.duration < .seconds(17))
    }

    @Test func seesTheStateThatTheCallLeft() async throws {
        let test = try CallTest(steps: "hears: Здравствуйте\nstate: { /calls/1: { wrong: 0 }, /n: 2 }")
        var result = await test.run(try .couriers(), client: shop)
        #expect(result.needsState(of: test))
        result.compare(["calls": ["1": ["wrong": 0]], "n": 2], with: test)
        #expect(result.failure == nil)
        result.compare(["calls": ["1": ["wrong": 0]], "n": "2"], with: test)
        #expect(result.failure?.expected == "state /n is 2" && result.failure?.got == "\"2\"")
        var other = await test.run(try .couriers(), client: shop)
        other.compare([:], with: test)
        #expect(other.failure?.expected == "state /calls/1 is {\"wrong\":0}" && other.failure?.got == "nothing")
        #expect(other.failure?.line == 5)
    }

    @Test func knowsTheCodesThatLeadNowhere() async throws {
        let result = try await run("presses: 88\nenters: operator")
        #expect(result.failure == nil && result.codes["order"] == [8])
        let findings = try Scenario.couriers().findings(seenCodes: result.codes)
        #expect(findings.count == 1 && findings[0].message.contains("does not link code 8"))
    }

    private func run(_ steps: String, answers: String = "{}") async throws -> CallTestResult {
        await (try CallTest(steps: steps, answers: answers)).run(try .couriers(), client: shop)
    }
}
