import PBXInstructions
import Testing

@testable import VirtualPBX

/// A call on a clock that is turned …
struct ScriptedCallTests {
    private let facts = CallFacts(id: "7", from: "74952345678", to: "74951234567", startTime: 1_772_452_800)
    private let shop = ListedHandler { input in
        switch input {
        case "None": #"{"returned_code": 1}"#
        case "": #"{"returned_code": 2}"#
        case "4711": #"{"text": "Соединяю", "phones": ["79165550011", "79165550012"], "operator_text": "Заказ 4711"}"#
        default: #"{"returned_code": 2, "text": "Такого заказа нет"}"#
        }
    }

    /// They talk for a day, and nobody waits for it.
    @Test(.timeLimit(.minutes(5))) func takesNoTimeForACall() async throws {
        var call = ScriptedCall(try .couriers(), facts, client: shop, script: Talkative(keys: KeyScript(inputs: ["4711"])))
        #expect(await call.run() == .success)
        #expect(try #require(call.steps.last).time > .seconds(86_400))
    }

    @Test func playsAWholeCall() async throws {
        let script = KeyScript(inputs: ["", "99#", "4711"], reactions: ["79165550011": .busy])
        var call = ScriptedCall(try .couriers(), facts, client: shop, script: script)
        #expect(await call.run() == .success)
        #expect(shop.inputs == ["None", "", "99", "4711"])
        #expect(call.heard == ["Введите номер", "Введите номер", "Такого заказа нет", "Введите номер", "Соединяю"])
        #expect(call.steps.contains { $0.note == .notAnswered(.busy) })
        #expect(call.steps.contains { if case .connected(let one) = $0.note { one.text == "79165550012" } else { false } })
        #expect(try #require(call.steps.last).time > .seconds(30), "it waits for a digit, rings and talks")
    }

    @Test func goesForwardInTime() async throws {
        var call = ScriptedCall(try .couriers(), facts, client: shop, script: KeyScript(inputs: ["99", "4711"]))
        _ = await call.run()
        let times = call.steps.map(\.time)
        #expect(times == times.sorted())
    }

    @Test func endsWhenTheCallerHangsUp() async throws {
        var call = ScriptedCall(try .couriers(), facts, client: shop, script: KeyScript(inputs: [], hangsUpAfter: .seconds(4)))
        #expect(await call.run() == .caller)
        #expect(call.steps.last?.time == .seconds(4))
    }

    @Test func endsAnInputThatIsTooShortByTheIntervalBetweenDigits() async throws {
        var call = ScriptedCall(try .couriers(), facts, client: shop, script: KeyScript(inputs: ["47"], hangsUpAfter: .seconds(60)))
        _ = await call.run()
        #expect(call.steps.contains { $0.note == .typed("47", .interval) })
    }

    @Test func ringsAsLongAsTheScenarioSaysWhereNobodyAnswers() async throws {
        var scenario = try Scenario.couriers()
        scenario.operations.removeFirst(2)
        scenario.start = Link("operator")
        var call = ScriptedCall(scenario, facts, client: shop, script: Nobody())
        #expect(await call.run() == .transfer)
        #expect(call.steps.last?.time == .seconds(30))
    }

    /// Who would be found busy only when it has rung as long as it may has not answered.
    @Test func countsABusyLineThatComesTooLateAsNoAnswer() async throws {
        var scenario = try Scenario.couriers()
        scenario.operations.removeFirst(2)
        scenario.start = Link("operator")
        let reaction = CallReaction(.busy, after: .seconds(31))
        var call = ScriptedCall(scenario, facts, client: shop, script: Nobody(reaction: reaction))
        #expect(await call.run() == .transfer)
        #expect(call.steps.contains { $0.note == .notAnswered(.noAnswer) })
        #expect(call.steps.last?.time == .seconds(30))
    }

    @Test func givesTheCallToWhoAnswersFirstOfThoseWhoRingAtOnce() async throws {
        var settings = TransferSettings()
        settings.order = .simultaneous
        let all = TransferOperation(destinations: try Scenario.list("79165550011", "79165550012", "79165550013"), settings: settings)
        let test = CallTest(
            name: "", file: "", facts: facts,
            answers: [
                "79165550011": [CallReaction(nil, after: .seconds(9))], "79165550012": [CallReaction(nil, after: .seconds(4))],
                "79165550013": [CallReaction(.busy, after: .seconds(1))],
            ], steps: [CallTestStep(.connected("79165550012")), CallTestStep(.finish(.success))])
        let result = await test.run(Scenario(Operation("all", .transfer(all))), client: shop)
        #expect(result.failure == nil, "\(result)")
        #expect(result.notes.first { if case .connected = $0.note { true } else { false } }?.time == .seconds(4))
    }

    @Test func takesNoReplyForOneThatIsTooLate() async throws {
        let silent = ListedHandler { _, _ in nil }
        var call = ScriptedCall(try .couriers(), facts, client: silent, script: KeyScript(inputs: []))
        #expect(await call.run() == .success)
        #expect(call.steps.contains { if case .replyTimedOut = $0.note { true } else { false } })
    }

    @Test func endsForACallerWhoNeverStopsPressing() async throws {
        var call = ScriptedCall(try .couriers(), facts, client: shop, script: Restless())
        #expect(await call.run() == .tooManyTransitions)
        #expect(call.script.moves <= 10_000)
    }
}

extension ScriptedCall {
    /// What the caller began to hear.
    var heard: [String] { steps.compactMap { if case .hears(let message) = $0.note { message.content } else { nil } } }
}

/// Nobody does anything.
private struct Nobody: CallScript {
    var reaction: CallReaction?

    func move(in situation: CallSituation, at time: Duration) -> CallMove? { nil }
    func note(_ step: TimedNote) {}
    func reaction(of destination: Destination) -> CallReaction? { reaction }
}

/// Types as a ``KeyScript`` does, and talks for a day.
private struct Talkative: CallScript {
    var keys: KeyScript

    mutating func move(in situation: CallSituation, at time: Duration) -> CallMove? {
        situation.isTalking ? CallMove(.employeeHangsUp, after: .seconds(86_400)) : keys.move(in: situation, at: time)
    }

    mutating func note(_ step: TimedNote) { keys.note(step) }
    func reaction(of destination: Destination) -> CallReaction? { keys.reaction(of: destination) }
}

/// Presses a key all the time, and takes no time for it.
private struct Restless: CallScript {
    var moves = 0

    mutating func move(in situation: CallSituation, at time: Duration) -> CallMove? {
        moves += 1
        return CallMove(.press("*"), after: .zero)
    }
    func note(_ step: TimedNote) {}
    func reaction(of destination: Destination) -> CallReaction? { nil }
}
