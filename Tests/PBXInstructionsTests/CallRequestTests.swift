import JSONText
import PBXInstructions
import Testing

struct CallRequestTests {
    @Test func readsTheDocumentedRequest() {
        let request = Dialect.uis.callRequest(from: [
            "cdr_id": "123", "start_time": "1200", "input_result": "None", "numa": "74952345678",
            "numb": "74951234567",
        ])
        #expect(request.id == "123")
        #expect(request.startTime == "1200")
        #expect(request.input == nil)
        #expect(request.rawInput == "None")
        #expect(request.from == "74952345678")
        #expect(request.to == "74951234567")
        #expect(request.direction == nil)
        #expect(request.findings.isEmpty)
    }

    @Test func knowsNothingOfAnEmptyRequest() {
        #expect(Dialect.uis.callRequest(from: [:]) == CallRequest())
        #expect(Dialect.none.callRequest(from: ["numa": "74952345678"]) == CallRequest())
    }

    @Test(arguments: ["call_session_id", "cdr_id", "numa", "numb", "start_time", "input_result", "direction"])
    func takesEmptyAndNoneForAbsent(_ name: String) {
        for value in ["", "None"] {
            var request = Dialect.uis.callRequest(from: CallParameters([(name, value)]))
            request.rawInput = nil
            #expect(request == CallRequest())
        }
    }

    @Test(arguments: [
        ("4711", "4711"), ("4711#", "4711"), ("1*2", "1*2"), ("#", nil), ("*#", "*"), ("0", "0"),
    ])
    func takesOneNumberSignOffTheInput(_ sent: String, input: String?) {
        let request = Dialect.uis.callRequest(from: ["input_result": sent])
        #expect(request.input == input)
        #expect(request.rawInput == sent)
        #expect(request.findings.isEmpty)
    }

    @Test(arguments: [("12##", "12#"), ("1a", "1a"), ("1 2", "1 2"), ("none", "none"), ("١", "١")])
    func keepsAnOddInputWithAWarning(_ sent: String, input: String) {
        let request = Dialect.uis.callRequest(from: ["input_result": sent])
        #expect(request.input == input)
        #expect(
            request.findings.map(\.description) == ["/input_result: has characters that no telephone key sends"])
        #expect(request.findings.map(\.severity) == [.warning])
    }

    @Test(arguments: ["74952345678", "+74952345678", " 74952345678"])
    func readsNumbersWithAnyFormOfTheSign(_ sent: String) {
        let request = Dialect.uis.callRequest(from: ["numa": sent, "numb": sent])
        #expect(request.from == "74952345678")
        #expect(request.to == "74952345678")
        #expect(request.findings.isEmpty)
    }

    @Test(arguments: ["anonymous", "+", " ", "  7495", "7495 ", "+7-495", "٧٤"])
    func keepsAnOddNumberWithAWarning(_ sent: String) {
        let request = Dialect.uis.callRequest(from: ["numa": sent])
        #expect(request.from == sent)
        #expect(request.findings.map(\.description) == ["/numa: is not a number of digits"])
    }

    @Test func prefersTheSessionID() {
        let request = Dialect.uis.callRequest(from: ["cdr_id": "1", "call_session_id": "2"])
        #expect(request.id == "2")
        #expect(
            request.findings.map(\.description)
                == ["/call_session_id: call_session_id and cdr_id differ, call_session_id is used"])
        #expect(Dialect.uis.callRequest(from: ["cdr_id": "1", "call_session_id": "1"]).findings.isEmpty)
        #expect(Dialect.uis.callRequest(from: ["cdr_id": "1", "call_session_id": "None"]).id == "1")
    }

    @Test func warnsOfAnUnknownDirection() {
        #expect(Dialect.uis.callRequest(from: ["direction": "in"]).findings.isEmpty)
        #expect(Dialect.uis.callRequest(from: ["direction": "out"]).direction == "out")
        let request = Dialect.uis.callRequest(from: ["direction": "up"])
        #expect(request.direction == "up")
        #expect(request.findings.map(\.description) == [#"/direction: is neither "in" nor "out""#])
    }

    @Test func takesTheLastOfSeveralValues() {
        #expect(CallParameters([("a", "1"), ("b", "2"), ("a", "3")])["a"] == "3")
        #expect(CallParameters([("a", "1")])["b"] == nil)
    }

    @Test func isWrittenWithEveryProperty() {
        var writer = JSONWriter()
        CallRequest().append(to: &writer)
        let none = #"{"id":null,"from":null,"to":null,"startTime":null,"input":null,"direction":null}"#
        #expect(String(decoding: writer.bytes, as: UTF8.self) == none)

        writer = JSONWriter()
        Dialect.uis.callRequest(from: [
            "cdr_id": "1", "numa": "2", "numb": "3", "start_time": "4", "input_result": "5#", "direction": "in",
        ]).append(to: &writer)
        let all = #"{"id":"1","from":"2","to":"3","startTime":"4","input":"5","direction":"in"}"#
        #expect(String(decoding: writer.bytes, as: UTF8.self) == all)
    }
}
