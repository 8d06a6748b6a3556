import PBXInstructions
import Testing

@testable import VirtualPBX

/// The engine, when it dials, …
struct DiallingTests {
    private func transfer(_ change: (inout TransferSettings) -> Void = { _ in }) throws -> Operation {
        var settings = TransferSettings()
        change(&settings)
        return Operation("t", .transfer(TransferOperation(destinations: try Scenario.list("79165550011", "102"), settings: settings)))
    }

    @Test func ringsOneAfterTheOther() throws {
        var call = PlayedCall(Scenario(try transfer { $0.ringTime = .seconds(7) }))
        #expect(call.dialled?.destinations == (try Scenario.list("79165550011")))
        #expect(call.dialled?.ringTime == .seconds(7))
        call.ring(.busy)
        #expect(call.dialled?.destinations == (try Scenario.list("102")))
        call.ring(.noAnswer)
        #expect(call.finish == .transfer)
        #expect(call.notes.contains(.ended(.transfer, because: "no answer")))
    }

    @Test func ringsAllAtOnce() throws {
        var call = PlayedCall(Scenario(try transfer { $0.order = .simultaneous }))
        #expect(call.dialled?.destinations == (try Scenario.list("79165550011", "102")))
        try call.answer("102")
        #expect(call.notes.contains(.connected(try #require(Destination("102")))))
    }

    @Test func goesOnWhereNobodyAnswers() throws {
        var call = PlayedCall(Scenario(try transfer { $0.noAnswer = Link("bye") }, Operation("bye", .hangup)))
        call.ring()
        call.ring()
        #expect(call.entered == ["bye"])
    }

    @Test func showsTheNumberThatItIsToldTo() throws {
        #expect(PlayedCall(Scenario(try transfer())).dialled?.callerID == "74952345678")
        #expect(PlayedCall(Scenario(try transfer { $0.callerID = .called })).dialled?.callerID == "74951234567")
    }

    /// An instruction's message comes before the scenario's.
    @Test func tellsTheEmployeeWhatTheHandlerSaid() throws {
        let own = try #require(Prompt(.text, "Звонок"))
        var asking = InteractiveOperation(target: .route("/"))
        asking.codes = [Branch(1, Link("t"))]
        let scenario = Scenario(Operation("a", .interactive(asking)), try transfer { $0.whisper = own })
        var silent = PlayedCall(scenario)
        silent.reply(#"{"returned_code":1}"#)
        #expect(silent.dialled?.whisper == own)
        var speaking = PlayedCall(scenario)
        speaking.reply(#"{"returned_code":1,"operator_text":"Курьер Иван"}"#)
        #expect(speaking.dialled?.whisper == PlayedMessage(.text, "Курьер Иван"))
    }

    @Test func doesNotTakeAnOldAnswerForANewOne() throws {
        var call = PlayedCall(Scenario(try transfer()))
        let first = call.lastNumber
        call.ring()
        call.take(.answered(try #require(Destination("79165550011")), number: first))
        #expect(call.actions.isEmpty)
        #expect(call.finish == nil)
    }
}
