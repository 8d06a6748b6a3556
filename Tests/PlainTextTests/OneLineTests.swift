import PlainText
import Testing

struct OneLineTests {
    @Test(arguments: [
        ("один", "один"), ("a\nb", "a\\nb"), ("a\r\nb\n", "a\\r\\nb\\n"), ("a\u{2028}b\u{85}", "a\\u{2028}b\\u{85}"), ("\t", "\t"),
    ])
    func hasNoLineEnds(text: String, line: String) {
        #expect(OneLine.text(text) == line)
    }
}
