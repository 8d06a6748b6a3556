import HTTPFrontend
import HandlerHost
import JSONText
import Testing

@testable import ringbox

struct ShownEntryTests {
    private let plain = Style(usesColor: false)

    private let turn = ShownEntry(
        time: 0, sandbox: "shop", severity: .good,
        turn: ShownEntry.Turn(request: "GET /a", outcome: "ok", status: 200, isFallback: false, total: "3 ms"), text: "{}",
        notes: ["info один\nдва"])

    @Test func isALineWithNotesBelow() {
        let lines = turn.rendered(plain).split(separator: "\n").map(String.init)
        #expect(lines.count == 3)
        #expect(lines[0].hasSuffix(" shop GET /a → ok 200 3 ms  {}"))
        #expect(lines[1] == "         info один")
        #expect(lines[2] == "         два")
    }

    @Test func showsABoundedNumberOfLines() {
        var entry = turn
        entry.notes = Array(repeating: "info x", count: 200_000)
        let lines = entry.rendered(plain).split(separator: "\n")
        #expect(lines.count == 502)
        #expect(lines.last == "         … and 199500 more lines")
    }

    @Test func saysThatTheFallbackAnswered() {
        var entry = turn
        entry.turn?.outcome = "threw"
        entry.turn?.isFallback = true
        #expect(entry.rendered(plain).contains("→ threw, fallback 200"))
    }

    @Test func usesColoursOnlyWhereAsked() {
        #expect(!TerminalText.plain(turn.rendered(plain)).contains("\u{1b}"))
        #expect(TerminalText.plain(turn.rendered(Style(usesColor: true))).contains("\u{1b}[32mok\u{1b}[0m"))
    }

    @Test func readsTheSameFromTheAdminServersJSON() throws {
        let event = HostEvent(time: 5, sandbox: "shop", kind: .loadFailed, message: "a.js:1:2: нет\nb.js:1:1: нет")
        let log = ActivityLog()
        log.append(.event(event))
        let entry = try #require(log.entries().first)
        var writer = JSONWriter()
        entry.append(to: &writer)
        #expect(ShownEntry(try JSONValue(parsing: writer.bytes)) == ShownEntry(entry))
    }

    @Test func saysWhatIsNearItsLimitAndWhatIsOverIt() throws {
        let turn = #"{"time":1,"sandbox":"a","outcome":"ok","method":"GET","url":"/","status":200,"near":["#
        let near = #"{"percent":85,"text":"cpu: 171 ms of 200 ms"},{"percent":346,"text":"wall: 10.4 s of 3 s"}]}"#
        let lines = try #require(ShownEntry(try JSONValue(parsing: turn + near))).rendered(plain)
        #expect(lines.contains("near the limit of cpu: 171 ms of 200 ms") && lines.contains("over the limit of wall: 10.4 s of 3 s"))
    }

    @Test(arguments: ["{}", "[]", #"{"time":"x"}"#, #"{"time":1}"#, #"{"time":1,"kind":"unheard of"}"#])
    func takesNothingElseForAnEntry(_ json: String) throws {
        #expect(ShownEntry(try JSONValue(parsing: json)) == nil)
    }
}
