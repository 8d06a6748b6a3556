import PBXInstructions
import TestSupport
import Testing
import YAMLText

@testable import VirtualPBX

/// A scenario file with a mistake …
struct ScenarioSlipTests {
    /// What is written of an operation `a`, and the sentence about it.
    static let operations: [(String, String)] = [
        (
            "{}",
            "an operation has to be a mapping that says what it does, not a mapping: it is one of interactive, menu, message, transfer, voicemail, hours, goto, hangup"
        ),
        (
            "message",
            "an operation has to be a mapping that says what it does, not \"message\": message needs settings: write \"message: { … }\""
        ),
        ("{ hangup: { now: true } }", "hangup has no settings: leave \"now\" out"),
        ("{ messsage: { prompt: a } }", "unknown key \"messsage\" (did you mean \"message\"?)"),
        ("{ message: { prompt: x }, goto: a }", "an operation does one thing, not message and goto: make two of it"),
        ("{ goto: }", "goto has to be the name of an operation, not null"),
        ("{ goto: [a] }", "goto has to be the name of an operation, not a list"),
        ("{ goto: b }", "there is no operation \"b\" (did you mean \"a\"?)"),
        ("{ message: }", "message has to have a prompt: what the caller hears"),
        ("{ message: [x] }", "message has to be a mapping, not a list"),
        ("{ message: { prompt: \" \" } }", "prompt is blank: say what is to be heard, or leave it out"),
        ("{ message: { prompt: true } }", "prompt has to be text, or { sound: file.wav }, not a boolean"),
        ("{ message: { prompt: [] } }", "prompt has to have at least one item, not an empty list"),
        ("{ message: { prompt: [[x]] } }", "prompt has to be text, or { sound: file.wav }, not a list"),
        ("{ message: { prompt: { text: x, sound: y.wav } } }", "prompt has to have either text or sound"),
        (
            "{ message: { prompt: { sound: ../a.wav } } }",
            "sound has to be the name of a file in the sandbox's folder sounds/, such as hello.wav, not \"../a.wav\""
        ),
        (
            "{ message: { prompt: { sound: .. } } }",
            "sound has to be the name of a file in the sandbox's folder sounds/, such as hello.wav, not \"..\""
        ),
        (
            "{ message: { prompt: { sound: \"\" } } }",
            "sound has to be the name of a file in the sandbox's folder sounds/, such as hello.wav, not an empty string"
        ),
        ("{ interactive: {} }", "interactive has to say whom to ask: \"route: /path\" of the sandbox, or \"url: https://…\""),
        ("{ interactive: { route: /a, url: \"http://b\" } }", "interactive asks one: leave out route or url"),
        (
            "{ interactive: { route: /a b } }",
            "route has to begin with \"/\", such as /crm_integration, and have no space, \"#\" or letter outside ASCII (percent-encode it), not \"/a b\""
        ),
        (
            "{ interactive: { url: \"ftp://b/\" } }",
            "url has to begin with https:// or http:// and a host, and have no space, \"#\" or letter outside ASCII (percent-encode it), not \"ftp://b/\""
        ),
        (
            "{ interactive: { url: \"https:///a\" } }",
            "url has to begin with https:// or http:// and a host, and have no space, \"#\" or letter outside ASCII (percent-encode it), not \"https:///a\""
        ),
        ("{ interactive: { url: \"https://me:secret@b/\" } }", "url may not have a name and a password before the host: leave them out"),
        (
            "{ interactive: { route: /../@closed/ } }",
            "route has to stay in the sandbox: leave \".\", \"..\" and a \"/@\" at the beginning out of \"/../@closed/\""
        ),
        ("{ interactive: { route: /a, method: get } }", "method has to be GET or POST, not \"get\" (did you mean \"GET\"?)"),
        ("{ interactive: { route: /a, parameters: [numa, numa] } }", "parameter \"numa\" is given more than once"),
        (
            "{ interactive: { route: /a, parameters: [num] } }",
            "a parameter has to be one of cdr_id, call_session_id, start_time, input_result, numa, numb, direction, not \"num\" (did you mean \"numa\"?)"
        ),
        ("{ interactive: { route: /a, answer: yes } }", "answer has to be true or false, not \"yes\""),
        ("{ interactive: { route: /a, input: {} } }", "input has to have a length: the most digits that are taken, 1 to 32"),
        ("{ interactive: { route: /a, input: { length: 4, first: 10 } } }", "first has to be written like 3s, 200ms or 2m: 10 has no unit"),
        ("{ interactive: { route: /a, timeout: 2m } }", "timeout has to be from 100ms to 1m, not 2m"),
        ("{ interactive: { route: /a, codes: { -1: a } } }", "a code has to be a whole number from 0 to 2147483647, not \"-1\""),
        ("{ interactive: { route: /a, codes: { 1: a, \"1\": a } } }", "key \"1\" is given more than once"),
        (
            "{ interactive: { route: /a, codes: { 2147483648: a } } }",
            "a code has to be a whole number from 0 to 2147483647, not \"2147483648\""
        ),
        (
            "{ interactive: { route: /a, transfer: { phones: [101] } } }",
            "unknown key \"phones\" (known: order, ring, callerID, whisper, noAnswer)"
        ),
        ("{ transfer: { prompt: x } }", "transfer has to have phones, such as \"phones: [\"74951234567\"]\""),
        ("{ transfer: { phones: [] } }", "phones has to have at least one item, not an empty list"),
        (
            "{ transfer: { phones: [8 495 1234567] } }",
            "a phone has to be a number of 7 to 15 digits with the country code, an extension of 2 to 6 digits or a SIP login, not \"8 495 1234567\""
        ),
        ("{ transfer: { phones: [101], order: paralel } }", "order has to be sequential or simultaneous, not \"paralel\""),
        ("{ transfer: { phones: [101], ring: 6m } }", "ring has to be from 1s to 5m, not 6m"),
        ("{ menu: { prompt: x } }", "menu has to have keys, such as \"keys: { 1: sales }\""),
        ("{ menu: { keys: {} } }", "keys has to have at least one key, such as \"1: sales\""),
        ("{ menu: { keys: { 12: a } } }", "a key has to be one of 0 to 9, \"*\" and \"#\" (the last two in quotes), not \"12\""),
        ("{ menu: { keys: { 1: a }, attempts: 11 } }", "attempts has to be from 1 to 10, not 11"),
        ("{ voicemail: { limit: 61m } }", "limit has to be from 1s to 60m, not 61m"),
        ("{ hours: { open: a } }", "hours has to have times, such as \"times: [Mo-Fr 09:00-18:00]\""),
        ("{ hours: { times: [09:00-18:00] } }", "hours has to say where it leads: \"open\" in these times, \"closed\" outside them"),
        (
            "{ hours: { times: [Mo-Xx 09:00-18:00], open: a } }",
            "times have to be written like \"Mo-Fr 09:00-18:00\", \"Sa,Su 10:00-14:00\" or \"22:00-06:00\", not \"Mo-Xx 09:00-18:00\""
        ),
        (
            "{ hours: { times: [09:00-24:01], open: a } }",
            "times have to be written like \"Mo-Fr 09:00-18:00\", \"Sa,Su 10:00-14:00\" or \"22:00-06:00\", not \"09:00-24:01\""
        ),
        (
            "{ hours: { times: [09:00-09:00], open: a } }",
            "times have to be written like \"Mo-Fr 09:00-18:00\", \"Sa,Su 10:00-14:00\" or \"22:00-06:00\", not \"09:00-09:00\""
        ),
    ]

    @Test(arguments: operations)
    func saysWhatIsWrongWithAnOperation(written: String, sentence: String) throws {
        let error = try #require(throws: YAMLError.self) { try Scenario("operations:\n  a: \(written)\n") }
        #expect(error.slips.map(\.message) == [sentence])
    }

    @Test(arguments: [
        ("", "a scenario has to have operations, such as \"operations: { bye: hangup }\""),
        ("[]", "a scenario has to be a mapping, not a list"),
        ("operations: {}", "operations has to have at least one operation, such as \"bye: hangup\""),
        ("operations: [a]", "operations has to be a mapping, not a list"),
        ("operations: { a: hangup }\nstrat: a", "unknown key \"strat\" (did you mean \"start\"?)"),
        ("operations: { a: hangup }\nstart: b", "there is no operation \"b\" (did you mean \"a\"?)"),
        ("operations: { a: hangup }\ntransitions: 1001", "transitions has to be from 1 to 1000, not 1001"),
        ("operations: { a: hangup }\ntransitions: many", "transitions has to be written like 256: not \"many\""),
        (
            "operations: { a: hangup }\ntimezone: MSK",
            "timezone has to be UTC, or written like \"+03:00\", from -14:00 to +14:00, not \"MSK\""
        ),
        (
            "operations: { a: hangup }\ntimezone: \"+15:00\"",
            "timezone has to be UTC, or written like \"+03:00\", from -14:00 to +14:00, not \"+15:00\""
        ),
        ("operations: { a b: hangup }", "an operation's name has to be 1 to 64 letters, digits, \"_\" and \"-\", not \"a b\""),
        ("operations: { ? [a] : hangup }", "an operation's name has to be 1 to 64 letters, digits, \"_\" and \"-\", not a list"),
        ("operations: { a: hangup, a: hangup }", "key \"a\" is given more than once"),
        (
            "operations: { a: { menu: { keys: { *: a } } } }",
            "not YAML: did not find expected alphabetic or numeric character (while scanning an alias, line 1); what begins with * has to be in quotes, the key \"*\" too"
        ),
        ("operations: { a: &x hangup }", "anchors (&x) are not supported: write the value out"),
    ])
    func saysWhatIsWrongWithTheFile(text: String, sentence: String) throws {
        let error = try #require(throws: YAMLError.self) { try Scenario(text) }
        #expect(error.slips.map(\.message) == [sentence])
    }

    @Test func neverCrashesAndTellsPlacesInsideTheFileWhateverIsWritten() throws {
        var generator = SeededGenerator(seed: 7)
        var parsed = 0
        for _ in 0..<4000 {
            let text = Self.mutated(Self.whole, &generator)
            let lines = text.split(separator: 0x0a, omittingEmptySubsequences: false) + [[]]
            do throws(YAMLError) {
                let scenario = try Scenario(parsing: text, file: "shop/scenario.yaml")
                parsed += 1
                #expect(!scenario.operations.isEmpty && scenario[scenario.start.name] != nil)
                for operation in scenario.operations {
                    for branch in operation.branches { #expect(scenario[branch.link.name] != nil, "\(branch)") }
                }
                _ = scenario.findings()
            } catch {
                #expect(!error.slips.isEmpty)
                for slip in error.slips {
                    let isInside = lines.indices.contains(slip.line - 1) && (1...(lines[slip.line - 1].count + 1)).contains(slip.column)
                    #expect(isInside, "\(slip) of \(String(decoding: text, as: UTF8.self))")
                }
            }
        }
        #expect(parsed > 100, "some of them are still scenarios: \(parsed)")
    }

    @Test func isReadInTimeHoweverLargeItIs() throws {
        let chain = (0..<2000).map { "  a\($0): { goto: a\(($0 + 1) % 2000) }\n" }.joined()
        let scenario = try Scenario("operations:\n" + chain)
        #expect(scenario.operations.count == 2000)
        #expect(scenario.findings().map(\.severity) == [.error], "one round of 2000")
        let wrong = (0..<1400).map { "  operation_\($0): { goto: operatoin_\($0)x }\n" }.joined()
        let clock = ContinuousClock()
        let duration = clock.measure { #expect(throws: YAMLError.self) { try Scenario("operations:\n" + wrong) } }
        #expect(duration < .seconds(20), "\(duration)")
        let tooLong = Array(String(repeating: "#", count: 70_000).utf8)
        let error = try #require(throws: YAMLError.self) { try Scenario(parsing: tooLong, file: "a") }
        #expect(error.description == "a:1:1: the file has 70000 bytes; it may have 65536")
    }

    /// Every operation and every key.
    static let whole = """
        start: ask
        transitions: 20
        timezone: "+03:00"
        operations:
          ask:
            interactive:
              route: /crm
              method: GET
              parameters: [numa, input_result]
              prompt: [Введите номер, { sound: beep.wav }]
              answer: true
              input: { length: 4, first: 9s, interval: 2s, total: 30s, attempts: 2 }
              timeout: 5s
              codes: { 1: ask, 2: выбор }
              next: bye
              backup: operator
              transfer: { order: sequential, ring: 20s, callerID: caller, whisper: Курьер, noAnswer: box }
          operator: { transfer: { phones: ["74959876543"], prompt: Минуту, noAnswer: box } }
          выбор: { menu: { prompt: Выберите, keys: { 1: ask, "*": hello }, timeout: 4s, attempts: 2, otherwise: bye } }
          hello: { message: { prompt: { text: Здравствуйте }, next: work } }
          box: { voicemail: { prompt: Говорите, limit: 2m, next: bye } }
          work: { hours: { times: [Mo-Fr 09:00-18:00, "Sa 10:00-14:00"], open: again, closed: box } }
          again: { goto: ask }
          bye: hangup

        """

    private static func mutated(_ text: String, _ generator: inout SeededGenerator) -> [UInt8] {
        var bytes = Array(text.utf8)
        for _ in 0..<Int.random(in: 1...2, using: &generator) {
            let place = Int.random(in: 0..<bytes.count, using: &generator)
            switch Int.random(in: 0..<5, using: &generator) {
            case 0: bytes[place] = UInt8.random(in: 0x0e...0xff, using: &generator)
            case 1: bytes.remove(at: place)
            case 2: bytes.insert(Array(":{}[],\"'#&*-? \n\t1a".utf8).randomElement(using: &generator) ?? 0x20, at: place)
            case 3: bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 1...40, using: &generator)))
            default:
                let from = Int.random(in: 0..<bytes.count, using: &generator)
                bytes.insert(contentsOf: bytes[from..<min(bytes.count, from + 20)], at: place)
            }
            if bytes.isEmpty { bytes = [0x20] }
        }
        return bytes
    }
}
