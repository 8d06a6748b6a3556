import PBXInstructions
import TestSupport
import Testing

@testable import CallTrial
@testable import VirtualPBX

/// A call that was played, written down as a test …
struct CallTestRecordingTests {
    private let facts = CallFacts(id: "17", from: "74952345678", to: "74951234567", startTime: 1_772_452_800)

    @Test func readsLikeOneThatAPersonWrote() async throws {
        let shop = ListedHandler { input in
            input == "4711"
                ? #"{"text": "Соединяю", "phones": ["79165550011", "102"], "operator_text": "Заказ \"4711\""}"#
                : #"{"returned_code": 1, "message_name": "hello.mp3"}"#
        }
        let script = KeyScript(inputs: ["", "4711"], reactions: ["79165550011": .busy])
        var call = ScriptedCall(try .couriers(), facts, client: shop, script: script)
        _ = await call.run()
        // Nothing was typed, which leads to code 1 and has no branch there.
        #expect(
            CallTest.yaml(from: call.steps, facts: facts, name: "Курьер") == """
                name: "Курьер"
                id: "17"
                from: "74952345678"
                to: "74951234567"
                at: 2026-03-02T12:00:00Z
                answers:
                  "74959876543": [3000ms]
                steps:
                  - hears: { sound: "hello.mp3" }
                  - hears: "Введите номер"
                  - presses: nothing
                  - hears: { sound: "hello.mp3" }
                  - connected: "74959876543"
                  - finish: success_finish

                """)
    }

    @Test(arguments: [
        "", "\"", "\\", "a\nb\r\n\tc", "\u{0}\u{1b}[31m", "\u{85}\u{2028}\u{2029}\u{feff}\u{7f}", "# - : {} [] & * ! | > %", "Ёж", "👩‍👩‍👧", "é",
        "e\u{301}",
        "\u{fffe}\u{10ffff}",
    ])
    func keepsEveryText(text: String) async throws {
        let words = "(\(text))"
        let message = try #require(PlayedMessage(.text, words))
        let notes = [TimedNote(.hears(message), at: .zero), TimedNote(.ended(.scenario, because: nil), at: .zero)]
        let test = try CallTest(CallTest.yaml(from: notes, facts: facts, name: words))
        #expect(Array(test.name.unicodeScalars) == Array(words.unicodeScalars))
        #expect(test.steps.first?.kind == .hears(.containing(words)))
    }

    /// Whatever the scenario, the handlers and the people do: the same call passes.
    @Test(arguments: 0..<UInt64(600))
    func passesWhenItIsPlayedAgain(seed: UInt64) async throws {
        var generator = SeededGenerator(seed: seed)
        var maker = RandomScenario(SeededGenerator(seed: seed &* 31))
        let scenario = maker.scenario()
        let inputs = (0..<Int.random(in: 0...8, using: &generator)).map { _ in
            String((0..<Int.random(in: 0...7, using: &generator)).map { _ in "0123456789*##".randomElement(using: &generator) ?? "1" })
        }
        let others = [nil, nil, DialFailure.busy, .noAnswer].randomElement(using: &generator) ?? nil
        let hangsUp = Bool.random(using: &generator) ? Duration.milliseconds(Int.random(in: 0...90_000, using: &generator)) : nil
        let script = KeyScript(
            inputs: inputs, reactions: ["79165550011": .rejected, "102": .unreachable], others: others, hangsUpAfter: hangsUp)
        var call = ScriptedCall(scenario, facts, client: RandomHandler(seed: seed), script: script)
        let finish = await call.run()
        let text = CallTest.yaml(from: call.steps, facts: facts, name: "Звонок \(seed)")
        let test = try CallTest(text)
        let result = await test.run(scenario, client: RandomHandler(seed: seed))
        #expect(
            result.failure == nil && result.finish == finish, "\(text)\n\(call.steps.map(\.note.line))\n\(result.notes.map(\.note.line))")
        #expect(test.steps.last?.kind == .finish(finish))
        #expect(typed(result.notes) == typed(call.steps), "\(text)")
    }

    /// What the caller typed each time.
    private func typed(_ notes: [TimedNote]) -> [String] {
        notes.compactMap { if case .typed(let digits, _) = $0.note { digits } else { nil } }
    }
}

/// Answers at random, and the same again to the same question: what the test has go wrong is not asked.
private struct RandomHandler: HandlerClient {
    let seed: UInt64

    func ask(_ request: HandlerRequest, timeout: Duration) async -> HandlerReply? {
        let typed = request.parameters.first { $0.name == "input_result" }?.value ?? ""
        var generator = SeededGenerator(seed: seed ^ UInt64(request.number) << 32)
        // Other digits get other answers.
        for byte in typed.utf8 { generator = SeededGenerator(seed: generator.next() ^ UInt64(byte)) }
        return Int.random(in: 0..<12, using: &generator) == 0 ? nil : RandomReply.make(using: &generator)
    }
}
