import Testing
import YAMLText

@testable import VirtualPBX

/// A mistake in a call test is told …
struct CallTestSlipTests {
    @Test(arguments: [
        ("[]", "1:1: a call test has to be a mapping, not a list"),
        (
            "steps: [{ hears: x }]",
            "1:1: a call test has to have from: who calls, such as \"74952345678\", or \"\" for a hidden number"
        ),
        ("from: ''", "1:1: a call test has to have steps, such as \"steps: [{ hears: Здравствуйте }]\""),
        ("from: ''\nstep: []\nsteps: [{ hears: x }]", "2:1: unknown key \"step\" (did you mean \"steps\"?)"),
        ("from: ''\nsteps: []", "2:8: steps has to have at least one step, such as \"hears: Здравствуйте\""),
        ("from: ''\nsteps: x", "2:8: steps has to be a list, not \"x\""),
        (
            "from: Иван\nsteps: [{ hears: x }]",
            "1:7: from has to be a number with the country code, such as \"74952345678\", or \"\" for a hidden one, not \"Иван\""
        ),
        (
            "from: ''\nat: tomorrow\nsteps: [{ hears: x }]",
            "2:5: at has to be a time with its zone, such as 2026-03-02T15:00+03:00 or 2026-03-02T12:00Z, not \"tomorrow\""
        ),
        (
            "from: ''\nanswers: { '102': bussy }\nsteps: [{ hears: x }]",
            "2:19: an answer has to be how long it rings before, such as 2s, at most 5m, or one of no answer, busy, rejected, unreachable, not \"bussy\" (did you mean \"busy\"?)"
        ),
        (
            "from: ''\nanswers: { 'Иван': 2s }\nsteps: [{ hears: x }]",
            "2:12: a key of answers has to be a number, an extension or a SIP login, not \"Иван\""
        ),
        (
            "from: ''\nanswers: { '7495000': 2s, '+7495000': 3s }\nsteps: [{ hears: x }]",
            "2:27: 7495000 is there more than once: with and without \"+\" is the same number"
        ),
        (
            "from: ''\nanswers: { '102': [] }\nsteps: [{ hears: x }]",
            "2:19: the answers of 102 are an empty list: leave the number out if nobody answers"
        ),
        (
            "from: ''\nfaults: { 0: no reply }\nsteps: [{ hears: x }]",
            "2:11: a key of faults has to be how manieth question it is, from 1, not \"0\""
        ),
        (
            "from: ''\nfaults: { 1: status 200 }\nsteps: [{ hears: x }]",
            "2:14: a fault has to be no reply, no connection, no instruction, or a status from 400 to 599 such as status 500, not \"status 200\""
        ),
    ])
    func ofTheFile(text: String, slip: String) { expect([slip], from: text) }

    @Test(arguments: [
        ("hear: x", "unknown key \"hear\" (did you mean \"hears\"?)"),
        ("{ hears: x, presses: 1 }", "a step is one thing, not hears and presses: make two of it"),
        (
            "hang up",
            "a step has to be like \"hears: Здравствуйте\", not \"hang up\" (did you mean \"hangs up\"?)"
        ),
        ("hears: ''", "hears has to be text, not an empty string"),
        ("hears: {}", "hears has to be text, { exactly: text } or { sound: file.wav }"),
        ("hears: { exactl: x }", "unknown key \"exactl\" (did you mean \"exactly\"?)"),
        ("hears: [x]", "hears has to be text, not a list"),
        ("presses: 12a", "presses has to be 1 to 32 keys, 0 to 9, \"*\" and \"#\", or nothing, not \"12a\""),
        ("presses: ١٢", "presses has to be 1 to 32 keys, 0 to 9, \"*\" and \"#\", or nothing, not \"١٢\""),
        (
            "presses: #",
            "presses has to be 1 to 32 keys, 0 to 9, \"*\" and \"#\", or nothing, not null: \"#\" and \"*\" have to be in quotes"
        ),
        ("connected: Иван", "connected has to be a number, an extension or a SIP login, not \"Иван\""),
        ("waits: 10", "waits has to be written like 3s, 200ms or 2m: 10 has no unit"),
        ("waits: 90m", "waits has to be from 1ms to 60m, not 90m"),
        ("hangs up: everybody", "hangs up has to be one of caller, employee, not \"everybody\""),
        (
            "finish: sucess_finish",
            "finish has to be one of success_finish, subscriber_disconnects, scenario_disconnects, transfer_disconnects, incorrect_input, no_operation, action_interval_exceeded, max_transition_count_exceeded, not \"sucess_finish\" (did you mean \"success_finish\"?)"
        ),
        ("state: {}", "state has to have at least one place, such as \"/calls/1/wrong: 0\""),
        ("state: { calls: 1 }", "the JSON pointer \"calls\" has to be empty or to begin with \"/\", such as /calls/1/wrong"),
    ])
    func ofAStep(step: String, sentence: String) throws {
        let error = #expect(throws: YAMLError.self) { try CallTest(steps: step) }
        #expect(error?.slips.map(\.message) == [sentence])
        #expect(error?.slips.first?.line == 4)
    }

    @Test(arguments: [
        ("finish: success_finish\nhears: x", "finish is the end of the call: only state can come behind it"),
        ("state: { /a: 1 }\nhears: x", "state has to come behind all other steps: it is looked at when the call is over"),
        ("hangs up\nhears: x", "the caller has hung up: only finish and state can come behind that"),
        ("connected: '102'\nwhisper: x", "the employee hears it before the conversation: put whisper before connected"),
    ])
    func ofStepsThatCannotFollowEachOther(steps: String, sentence: String) throws {
        let error = #expect(throws: YAMLError.self) { try CallTest(steps: steps) }
        #expect(error?.slips.map { "\($0.line):\($0.column): \($0.message)" } == ["5:5: \(sentence)"])
    }

    @Test func withAllOthers() {
        expect(
            ["1:7: name has to be text, not null", "2:1: unknown key \"form\" (did you mean \"from\"?)"],
            from: "name: ~\nform: x\nfrom: ''\nsteps: [{ hears: x }]")
    }

    @Test func evenIfItIsNoTextAtAll() {
        for bytes: [UInt8] in [[0xff, 0xfe], [0], Array("a: &x [*x]".utf8), Array("- [".utf8), Array(repeating: 0x5b, count: 50_000)] {
            #expect(throws: YAMLError.self) { try CallTest(parsing: bytes, file: "a") }
        }
    }

    private func expect(_ slips: [String], from text: String) {
        let error = #expect(throws: YAMLError.self) { try CallTest(text) }
        #expect(error?.slips.map { "\($0.line):\($0.column): \($0.message)" } == slips)
    }
}
