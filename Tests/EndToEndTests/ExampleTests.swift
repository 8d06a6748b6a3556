import Foundation
import Glibc
import JSONText
import TestSupport
import Testing

/// The sandboxes that come with the project, in the real processes.
@Suite(.ownThreads, .serialized, .timeLimit(.minutes(3)))
struct ExampleTests {
    static let greeting: JSONValue = ["returned_code": 1, "text": "Здравствуйте, Иван! Введите номер заказа"]
    static let connecting: JSONValue = [
        "text": "Соединяю с клиентом", "phones": ["79165550011"], "operator_text": "Курьер Иван, заказ 4711",
    ]

    @Test(arguments: ["uis_test", "crm11"])
    func aCourierReachesHisCustomer(sandbox: String) throws {
        let call = CourierCall(host: try startExamples(), prefix: "/@\(sandbox)")
        #expect(try call.step(nil) == Self.greeting)
        #expect(try call.step("4711%23") == Self.connecting)
    }

    @Test(arguments: ["uis_test", "crm11"])
    func afterThreeWrongNumbersTheOperatorTakesTheCall(sandbox: String) throws {
        let call = CourierCall(host: try startExamples(), prefix: "/@\(sandbox)")
        #expect(try call.step(nil)["returned_code"] == 1)
        for wrong in ["9", "4713"] {
            #expect(try call.step(wrong) == ["returned_code": 2, "text": .string("Заказ \(wrong) не найден. Введите номер ещё раз")])
        }
        #expect(try call.step("12")["phones"] == ["74959876543"])
        var other = call
        other.id = "124"
        #expect(try other.step("9")["returned_code"] == 2, "another call counts for itself")
    }

    @Test(arguments: ["uis_test", "crm11"])
    func aStrangerReachesTheOperator(sandbox: String) throws {
        let call = CourierCall(host: try startExamples(), prefix: "/@\(sandbox)", from: "70000000000")
        #expect(try call.step(nil)["phones"] == ["74959876543"])
    }

    @Test func aRequestWithoutAnyParameterIsAnswered() throws {
        let host = try startExamples()
        for sandbox in ["uis_test", "crm11"] {
            #expect(try host.get("/@\(sandbox)/crm_integration").status == 200)
        }
    }

    @Test(arguments: [
        ("application/x-www-form-urlencoded", "call_session_id=9&input_result=None&numa=%2B74952345678"),
        ("application/json; charset=utf-8", #"{"call_session_id": 9, "input_result": "None", "numa": "74952345678"}"#),
    ])
    func aPBXMayPost(contentType: String, body: String) throws {
        let host = try startExamples()
        let answer = try host.connect().request("POST", "/@uis_test/crm_integration", headers: ["Content-Type": contentType], body: body)
        #expect(try JSONValue(parsing: answer.body) == Self.greeting)
        let head = try host.connect().request("HEAD", "/@uis_test/crm_integration?numa=74952345678")
        #expect(head.status == 200 && head.body.isEmpty && head.headers["ringbox-outcome"] == "ok")
    }

    @Test func everyCallsStepsAreKept() throws {
        let host = try startExamples()
        let call = CourierCall(host: host)
        _ = try call.step(nil)
        _ = try call.step("9")
        _ = try call.step("4711")
        let state = try JSONValue(parsing: host.admin("GET", "/state/uis_test").body)
        #expect(
            state["calls"]?["123"]?["steps"] == [
                ["step": "asked"], ["step": "wrong", "input": "9"], ["step": "connected", "input": "4711"],
            ])
        #expect(try host.get("/@uis_test/").text == "123  Иван: asked, wrong (9), connected (4711)\n")
    }

    @Test func aCallGoesOnAfterTheHostWasKilled() throws {
        let host = try startExamples()
        let call = CourierCall(host: host)
        #expect(try call.step(nil) == Self.greeting)
        #expect(try call.step("1")["returned_code"] == 2)
        #expect(try call.step("2")["returned_code"] == 2)
        host.kill(SIGKILL)
        try host.restart()
        #expect(try call.step("3")["phones"] == ["74959876543"], "the third wrong number, counted over the restart")
    }

    @Test(arguments: [
        "uis_test.localhost", "UIS_Test.LocalHost:8080", "uis_test.localhost.", "uis_test.localhost.:80", "uis_test.pbx.example.com",
    ])
    func theHostNameSaysWhichSandbox(name: String) throws {
        let host = try startExamples(options: ["--domain", "localhost", "--domain", "pbx.example.com"])
        #expect(try CourierCall(host: host, prefix: "", hostName: name).step(nil) == Self.greeting)
    }

    @Test func theOneFileSandboxAndTheTypeScriptOneAnswer() throws {
        let host = try startExamples()
        for path in ["/@hello/", "/@hotline/?numa=74952345678"] {
            let answer = try host.get(path)
            #expect(answer.status == 200 && answer.headers["ringbox-outcome"] == "ok", "\(path): \(answer.text)")
        }
    }

    private func startExamples(options: [String] = []) throws -> HostProcess {
        let handlers = try TemporaryFolder()
        for name in try FileManager.default.contentsOfDirectory(atPath: "\(BuiltProducts.checkout)/handlers") {
            try handlers.copy("\(BuiltProducts.checkout)/handlers/\(name)", to: name)
        }
        return try HostProcess(handlers: handlers, data: TemporaryFolder(), options: options)
    }
}
