import Testing

@testable import ringbox

struct ShownTextTests {
    @Test func showsWhatWouldSteerTheTerminal() {
        #expect(ShownText.line("a\u{1b}[31mb\u{7}\u{202e}в") == #"a\u{1b}[31mb\u{7}\u{202e}в"#)
    }

    @Test func cutsLongLines() {
        #expect(ShownText.line("привет", limit: 3) == "при…")
        #expect(ShownText.line("при", limit: 3) == "при")
    }

    @Test func keepsLinesApart() {
        #expect(ShownText.lines("a\r\nb\n\nc") == ["a", "b", "c"])
    }
}
