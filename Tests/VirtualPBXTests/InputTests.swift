import PBXInstructions
import Testing

@testable import VirtualPBX

/// The engine, while the caller types, …
struct InputTests {
    private func asking(_ change: (inout InputSettings) -> Void = { _ in }) throws -> PlayedCall {
        var operation = InteractiveOperation(target: .route("/"))
        operation.prompt = [try #require(Prompt(.text, "Введите код"))]
        operation.parameters = [.input]
        var input = InputSettings(length: 4)
        change(&input)
        operation.input = input
        return PlayedCall(Scenario(Operation("a", .interactive(operation))))
    }

    private func typed(_ call: PlayedCall) -> String? { call.asked?.parameters.first?.value }

    @Test func endsTheInputWithTheLastDigitOfTheCode() throws {
        var call = try asking()
        call.press("123")
        #expect(call.asked == nil)
        #expect(call.starts(.digit) == .seconds(5))
        call.press("4")
        #expect(typed(call) == "1234")
        #expect(call.notes.contains(.typed("1234", .length)))
        call.press("5")
        #expect(call.notes == [.ignored("5")])
    }

    @Test func endsTheInputWithAHash() throws {
        var call = try asking()
        call.press("12#")
        #expect(typed(call) == "12")
        #expect(call.notes.contains(.typed("12", .hash)))
    }

    @Test func endsTheInputWhenNoFurtherDigitComes() throws {
        var call = try asking { $0.interval = .seconds(2) }
        call.listen()
        #expect(call.starts(.digit) == .seconds(10))
        call.press("12")
        #expect(call.starts(.digit) == .seconds(2))
        call.take(.timeIsUp(.digit), after: .seconds(2))
        #expect(typed(call) == "12")
        #expect(call.notes.contains(.typed("12", .interval)))
    }

    @Test func endsTheInputWhenTheWholeTakesTooLong() throws {
        var call = try asking { $0.total = .seconds(8) }
        call.press("1")
        #expect(call.starts(.input) == .seconds(8))
        call.take(.timeIsUp(.input), after: .seconds(8))
        #expect(typed(call) == "1")
        #expect(call.actions.contains(.stopTimer(.digit)))
    }

    @Test func saysWhatWasTypedWhenNothingWas() throws {
        var call = try asking()
        call.listen()
        call.take(.timeIsUp(.digit))
        #expect(typed(call)?.isEmpty == true)
        #expect(call.notes.contains(.typed("", .nothing)))
    }

    @Test func asksAgainWhomItDidNotHear() throws {
        var call = try asking { $0.attempts = 3 }
        for _ in 1...2 {
            call.listen()
            call.take(.timeIsUp(.digit))
            #expect(call.heard == ["Введите код"])
        }
        call.press("#")
        #expect(typed(call)?.isEmpty == true)
    }

    @Test func hearsNoKeysThatThereAreNot() throws {
        var call = try asking()
        for key in "abcDя +" {
            call.take(.pressed(key))
            #expect(call.actions.isEmpty, "\(key)")
        }
        call.press("*1")
        call.take(.timeIsUp(.digit))
        #expect(typed(call) == "*1")
    }

    @Test func takesTheBranchOfAKey() throws {
        var menu = MenuOperation(
            prompt: [try #require(Prompt(.text, "Один или решётка"))], keys: [Branch("1", Link("one")), Branch("#", Link("hash"))])
        menu.attempts = 2
        menu.otherwise = Link("other")
        let scenario = Scenario(
            Operation("menu", .menu(menu)), Operation("one", .hangup), Operation("hash", .hangup), Operation("other", .hangup))
        var one = PlayedCall(scenario)
        one.press("1")
        #expect(one.entered == ["one"])
        var hash = PlayedCall(scenario)
        hash.listen()
        hash.press("#")
        #expect(hash.entered == ["hash"])
        var wrong = PlayedCall(scenario)
        wrong.press("5")
        #expect(wrong.heard == ["Один или решётка"])
        wrong.listen()
        wrong.take(.timeIsUp(.digit))
        #expect(wrong.entered == ["other"])
        #expect(wrong.finish == .scenario)
    }

    @Test func endsAMenuWithoutAWayOut() throws {
        var menu = MenuOperation(prompt: [], keys: [])
        menu.attempts = 1
        var call = PlayedCall(Scenario(Operation("menu", .menu(menu))))
        #expect(call.starts(.digit) == .seconds(10))
        call.press("1")
        #expect(call.finish == .incorrectInput)
        #expect(call.notes.contains(.ended(.incorrectInput, because: "key 1 has no branch")))
    }

    @Test func recordsUntilAHash() throws {
        let box = VoicemailOperation(prompt: [try #require(Prompt(.text, "Говорите"))], next: Link("bye"))
        var call = PlayedCall(Scenario(Operation("box", .voicemail(box)), Operation("bye", .hangup)))
        call.listen()
        #expect(call.actions.contains(.record(limit: .seconds(120), number: call.lastNumber)))
        call.press("1")
        #expect(call.notes == [.ignored("1")])
        call.press("#")
        #expect(call.actions == [.stopRecording])
        call.take(.recorded(.seconds(7), number: call.lastNumber))
        #expect(call.entered == ["bye"])
    }
}
