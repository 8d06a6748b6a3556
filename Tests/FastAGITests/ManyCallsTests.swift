import TestSupport
import Testing
import VirtualPBX

@testable import FastAGI

@Suite(.timeLimit(.minutes(3)))
struct ManyCallsTests {
    /// Each of 200 calls at once goes its own way through more than ten steps, and none is lost or mixed up with another.
    @Test func servesTwoHundredCallsAtOnce() async throws {
        let crm = TestHandlers { request in
            let id = request.parameters.first { $0.name == "cdr_id" }?.value ?? ""
            let typed = request.parameters.first { $0.name == "input_result" }?.value ?? ""
            let reply =
                switch typed {
                case "None": #"{"returned_code": 1}"#
                // The customer's number has the call's own in it.
                case "4711": #"{"text": "Соединяю", "phones": ["7916555\#(id.suffix(4))"]}"#
                default: #"{"returned_code": 2}"#
                }
            return .answer(status: 200, body: Array(reply.utf8))
        }
        try await AGITrial.run(.couriers(), crm) { trial in
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                for number in 0..<200 {
                    tasks.addTask {
                        var channel = AsteriskChannel()
                        channel.keys = number.isMultiple(of: 2) ? "4711" : "99994711"
                        channel.isImpatient = number.isMultiple(of: 3)
                        channel.dialStatuses = ["ANSWER"]
                        let end = try await AGIPeer.call(port: trial.port, channel, id: "call-\(1_000 + number)")
                        #expect(end.variables["RINGBOX_FINISH"] == "success_finish")
                        #expect(end.commands.contains { $0.contains("PJSIP/7916555\(1_000 + number)@trunk") })
                        #expect(end.commands.count >= 12)
                    }
                }
                try await tasks.waitForAll()
            }
            let records = await trial.ended(200)
            #expect(Set(records.map(\.facts.id)).count == 200)
            #expect(records.allSatisfy { $0.finish == .success && $0.fault == nil })
        }
    }
}
