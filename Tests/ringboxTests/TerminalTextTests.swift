import JSONText
import TestSupport
import Testing

@testable import ringbox

struct TerminalTextTests {
    /// What steers a terminal, moves what stands beside it, or cannot be seen.
    private static let steering = [
        "\u{1b}[31m", "\u{7}", "\r", "\u{7f}", "\u{9b}2J", "\u{85}", "\u{202e}", "\u{2066}", "\u{200b}", "\u{2028}", "\u{e0041}",
        "\u{e000}x32\u{e001}",
    ]

    private func isHarmless(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { scalar in
            switch scalar.properties.generalCategory {
            case .control: scalar == "\n" || scalar == "\t"
            case .format, .lineSeparator, .paragraphSeparator: false
            default: true
            }
        }
    }

    @Test(arguments: steering)
    func showsWhatSteersATerminalInATextForPeople(_ sign: String) {
        let shown = TerminalText.plain("a\(sign)b\tв\n")
        #expect(isHarmless(shown) && shown.hasPrefix("a\\u{") && shown.hasSuffix("b\tв\n"), "\(shown.debugDescription)")
    }

    @Test(arguments: steering)
    func writesItAsAnEscapeInJSONWhichMeansTheSame(_ sign: String) throws {
        let value: JSONValue = ["ключ\(sign)": ["a", .string(sign), 1]]
        for pretty in [true, false] {
            let shown = TerminalText.json(String(decoding: value.bytes(pretty: pretty), as: UTF8.self))
            #expect(isHarmless(shown) && shown.contains("ключ"))
            #expect(try JSONValue(parsing: shown) == value)
        }
    }

    @Test func leavesWhatIsHarmless() {
        let text = "звонок → «да» … 😀 ñ\n"
        #expect(TerminalText.plain(text) == text && TerminalText.json(text) == text)
    }

    @Test func hasTheColoursOfTheProgramAndNoOthers() {
        let style = Style(usesColor: true)
        #expect(TerminalText.plain(style.red("да") + "\u{1b}[31mнет") == "\u{1b}[31mда\u{1b}[0m\\u{1b}[31mнет")
        #expect(TerminalText.plain(Style(usesColor: false).red("да")) == "да")
    }
}
