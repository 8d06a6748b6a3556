import JSONText
import PBXInstructions
import Testing
import YAMLText

@testable import VirtualPBX

/// A file with a call test …
struct CallTestParsingTests {
    @Test func hasAValueForEveryKey() throws {
        let test = try CallTest(
            """
            name: Курьер
            id: "17"
            from: "+74952345678"
            to: 74951111111
            at: 2026-03-02T15:30+03:00
            answers: { "79165550011": 2s, "+79165550012": [busy, 1500ms], "102": no answer }
            steps:
              - hears: Здравствуйте
              - hears: { exactly: Введите номер }
              - hears: { sound: hello.wav }
              - presses: 4711
              - presses: "12#"
              - presses: nothing
              - dials: "+79165550011"
              - enters: order
              - whisper: Курьер
              - connected: sip-line
              - waits: 1m
              - hangs up: employee
              - hangs up
              - finish: success_finish
              - state: { /calls/1: { n: 1, текст: да }, "": {} }
            """)
        #expect(test.name == "Курьер" && test.file == "shop/calls/first.yaml")
        #expect(test.facts == CallFacts(id: "17", from: "74952345678", to: "74951111111", startTime: 1_772_454_600))
        #expect(
            test.answers == [
                "79165550011": [CallReaction(nil, after: .seconds(2))],
                "79165550012": [CallReaction(.busy, after: .seconds(1)), CallReaction(nil, after: .milliseconds(1500))], "102": [nil],
            ])
        let kinds = test.steps.map(\.kind)
        #expect(
            kinds.dropLast() == [
                .hears(.containing("Здравствуйте")), .hears(.exactly("Введите номер")), .hears(.sound("hello.wav")), .presses("4711"),
                .presses("12#"), .presses(""), .dials("79165550011"), .enters("order"), .whisper(.containing("Курьер")),
                .connected("sip-line"), .waits(.seconds(60)), .hangsUp(.employee), .hangsUp(.caller), .finish(.success),
            ])
        guard case .state(let expectations)? = kinds.last else {
            Issue.record("no state")
            return
        }
        #expect(expectations.map(\.place.description) == ["/calls/1", ""])
        #expect(expectations.map(\.value) == [["n": 1, "текст": "да"], [:]])
        #expect(test.steps[3].line == 11 && test.steps[3].column == 5)
    }

    @Test func needsNoMoreThanACallerAndAStep() throws {
        let test = try CallTest("from: ''\nsteps: [{ hears: x }]\n")
        #expect(test.name == "first")
        #expect(test.facts == CallFacts(id: "1", from: "", to: "74951234567", startTime: 1_772_452_800))
    }

    @Test(arguments: [
        ("2026-03-02T12:00Z", 1_772_452_800), ("2026-03-02T15:00+03:00", 1_772_452_800), ("2026-03-02T12:00:59Z", 1_772_452_859),
        ("1970-01-01T00:00Z", 0), ("2024-02-29T00:00Z", 1_709_164_800), ("2000-02-29T23:59:59Z", 951_868_799),
    ])
    func knowsTheCalendar(text: String, seconds: Int64) {
        #expect(CallTime.seconds(text) == seconds)
        #expect(CallTime.seconds(CallTime.text(seconds)) == seconds)
    }

    @Test(arguments: [
        "", "T", "2026-03-02", "2026-03-02T12:00", "2026-02-29T12:00Z", "2100-02-29T12:00Z", "2026-13-01T12:00Z", "2026-00-01T12:00Z",
        "2026-03-02T24:00Z", "2026-03-02T12:60Z", "2026-3-2T12:00Z", "2026-03-02T12:00+99:00", "٢٠٢٦-03-02T12:00Z", "1969-12-31T23:59Z",
        "1970-01-01T00:00+03:00", "2026-03-02T12:00ZZ", "2026-03-02TT12:00Z", "-026-03-02T12:00Z",
    ])
    func knowsWhatIsNoTime(text: String) { #expect(CallTime.seconds(text) == nil) }
}
