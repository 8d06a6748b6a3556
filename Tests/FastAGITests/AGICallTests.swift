import PBXInstructions
import TestSupport
import Testing
import VirtualPBX

@testable import FastAGI

/// Calls of an Asterisk through the server, from the environment to the end.
@Suite(.timeLimit(.minutes(3)))
struct AGICallTests {
    /// Knows the order 4711, and the courier with the usual number.
    private let crm = TestHandlers { request in
        let typed = request.parameters.first { $0.name == "input_result" }?.value ?? ""
        let from = request.parameters.first { $0.name == "numa" }?.value ?? ""
        let reply =
            switch (from, typed) {
            case ("74952345678", "None"): #"{"returned_code": 1, "text": "Здравствуйте, Иван!"}"#
            case (_, "4711"): #"{"text": "Соединяю", "phones": ["79165550011"], "operator_text": "Курьер Иван"}"#
            default: #"{"returned_code": 2}"#
            }
        return .answer(status: 200, body: Array(reply.utf8))
    }

    private func call(
        _ channel: AsteriskChannel, _ scenario: Scenario? = nil, _ handlers: TestHandlers? = nil, script: String = "test"
    ) async throws -> (AsteriskChannel, CallRecord) {
        let scenario = try scenario ?? .couriers()
        return try await AGITrial.run(scenario, handlers ?? crm) { trial in
            let channel = try await AGIPeer.call(port: trial.port, channel, script: script)
            return (channel, try #require(await trial.ended(1).first))
        }
    }

    @Test func connectsACourierWithHisCustomer() async throws {
        var channel = AsteriskChannel()
        channel.keys = "4711"
        channel.isImpatient = true
        channel.dialStatuses = ["ANSWER"]
        let (end, record) = try await call(channel)
        #expect(record.finish == .success)
        #expect(record.operations == ["ask", "code"])
        #expect(record.facts.id == "1733000000.1")
        #expect(end.variables["CALLERID(num)"] == "74952345678")
        #expect(end.variables["RINGBOX_STATUS"] == "OK")
        #expect(end.variables["RINGBOX_FINISH"] == "success_finish")
        #expect(end.variables["RINGBOX_OPERATIONS"] == "ask code")
        #expect(end.commands.first == "ANSWER")
        #expect(end.commands.last == "HANGUP")
        let dial = try #require(end.commands.first { $0.hasPrefix("EXEC") })
        #expect(
            dial.wholeMatch(of: #/EXEC "Dial" "PJSIP/79165550011@trunk,20,gA\(/srv/sounds/test/ringbox-[0-9a-f]{32}\)"/#) != nil, "\(dial)")
        #expect(!record.notes.contains { if case .ignored = $0.note { true } else { false } })
    }

    @Test func waitsForDigitsBehindThePrompt() async throws {
        var channel = AsteriskChannel()
        channel.keys = "4711"
        let (end, record) = try await call(channel)
        #expect(record.notes.contains { $0.note == .typed("4711", .length) })
        #expect(end.commands.filter { $0.hasPrefix("WAIT FOR DIGIT") }.count == 4 + 2)
        let waits = end.commands.filter { $0.hasPrefix("WAIT FOR DIGIT") }.map { $0.split(separator: "\"").last.flatMap { Int($0) } ?? 0 }
        #expect(waits.allSatisfy { $0 > 0 && $0 <= 10_000 })
    }

    @Test func sendsAWrongNumberRoundAgain() async throws {
        var channel = AsteriskChannel()
        channel.keys = "12344711"
        channel.isImpatient = true
        channel.dialStatuses = ["ANSWER"]
        let (_, record) = try await call(channel)
        #expect(record.operations == ["ask", "code", "again", "code"])
        #expect(record.finish == .success)
    }

    @Test func givesACallerWhoTypesNothingToTheHandler() async throws {
        let (_, record) = try await call(
            AsteriskChannel(), nil,
            TestHandlers { request in
                let isEmpty = request.parameters.contains { $0.name == "input_result" && $0.value.isEmpty }
                return .answer(status: 200, body: Array((isEmpty ? #"{"returned_code": 3}"# : #"{"returned_code": 1}"#).utf8))
            })
        #expect(record.operations == ["ask", "code", "box", "bye"])
    }

    @Test(arguments: [
        ("BUSY", DialFailure.busy), ("NOANSWER", .noAnswer), ("CHANUNAVAIL", .unreachable), ("CONGESTION", .unreachable),
        ("DONTCALL", .rejected), ("", .unreachable),
    ])
    func takesTheNextStepWhenNobodyAnswers(_ status: String, _ failure: DialFailure) async throws {
        var channel = AsteriskChannel()
        channel.dialStatuses = [status]
        let (_, record) = try await call(channel, nil, TestHandlers("nonsense"))
        #expect(record.notes.contains { $0.note == .notAnswered(failure) })
        #expect(record.operations == ["ask", "operator", "menu", "bye"])
        #expect(record.finish == .scenario)
    }

    @Test func tellsWhoDeclinesFromWhoCannotBeReached() async throws {
        var channel = AsteriskChannel()
        channel.dialStatuses = ["CHANUNAVAIL"]
        channel.variables["HANGUPCAUSE"] = "21"
        let (_, record) = try await call(channel, nil, TestHandlers("nonsense"))
        #expect(record.notes.contains { $0.note == .notAnswered(.rejected) })
    }

    @Test func recordsBehindATone() async throws {
        let (end, record) = try await call(AsteriskChannel(), nil, TestHandlers(#"{"returned_code": 3}"#))
        #expect(record.notes.contains { $0.note == .recorded(.seconds(5)) })
        let command = try #require(end.commands.first { $0.hasPrefix("RECORD") })
        #expect(command == ##"RECORD FILE "/var/spool/asterisk/monitor/ringbox-1733000000.1-3" "wav" "#" "120000" "s=5""##)
        #expect(end.commands.contains { $0.hasPrefix(#"STREAM FILE "/srv/sounds/_host/ringbox-"#) })
        #expect(end.variables["RINGBOX_RECORDING"] == "/var/spool/asterisk/monitor/ringbox-1733000000.1-3.wav")
    }

    @Test func keepsWhatACallerSaidWhoHangsUpBehindIt() async throws {
        var channel = AsteriskChannel()
        channel.hangsUpIn = "RECORD FILE"
        let (_, record) = try await call(channel, nil, TestHandlers(#"{"returned_code": 3}"#))
        #expect(record.notes.contains { $0.note == .recorded(.seconds(3)) })
    }

    @Test(arguments: ["ANSWER", "STREAM FILE", "WAIT FOR DIGIT", "EXEC", "SET VARIABLE \"CALLERID"])
    func noticesThatTheCallerHangsUp(_ command: String) async throws {
        var channel = AsteriskChannel()
        channel.keys = "4711"
        channel.hangsUpIn = command
        let (end, record) = try await call(channel)
        #expect(record.finish == .caller)
        #expect(record.fault == nil)
        #expect(end.variables["RINGBOX_FINISH"] == "subscriber_disconnects")
        #expect(!end.commands.contains("HANGUP"))
    }

    @Test func tellsAConversationThatTheCallerEnded() async throws {
        var channel = AsteriskChannel()
        channel.dialStatuses = ["ANSWER"]
        channel.employeeHangsUp = false
        let (_, record) = try await call(channel, nil, TestHandlers(#"{"phones": ["74959876543"]}"#))
        #expect(record.finish == .caller)
        #expect(record.notes.contains { if case .connected = $0.note { true } else { false } })
    }

    @Test func leavesTheCallToTheDialplanWhenTheScenarioKnowsNoWay() async throws {
        let (end, record) = try await call(AsteriskChannel(), .question(), TestHandlers("nonsense"))
        #expect(record.finish == .noOperation)
        #expect(end.variables["RINGBOX_STATUS"] == "FAILED")
        #expect(end.variables["RINGBOX_FINISH"] == "no_operation")
        #expect(end.variables["RINGBOX_REASON"]?.hasPrefix("no instruction") == true)
        #expect(!end.isDead)
    }

    @Test func leavesACallForAnUnknownSandboxToTheDialplan() async throws {
        let (end, record) = try await call(AsteriskChannel(), script: "uis_tset?to=1")
        #expect(record.fault == "there is no sandbox \"uis_tset\"")
        #expect(end.variables["RINGBOX_STATUS"] == "FAILED")
        #expect(end.variables["RINGBOX_REASON"] == "there is no sandbox  uis_tset ")
        #expect(end.commands.allSatisfy { $0.hasPrefix("SET VARIABLE") })
    }

    @Test func takesTheBackupBranchWhenAHandlerTakesTooLong() async throws {
        var channel = AsteriskChannel()
        channel.dialStatuses = ["ANSWER"]
        let (_, record) = try await call(channel, nil, TestHandlers { _ in nil })
        #expect(record.operations == ["ask", "operator"])
        #expect(record.finish == .success)
    }
}
