import Foundation
import TestSupport
import Testing

@testable import VirtualPBX

/// The page about call tests …
struct CallTestDocumentTests {
    private static let text = (try? String(contentsOfFile: "\(BuiltProducts.checkout)/docs/call-tests.md", encoding: .utf8)) ?? ""
    private static let examples = text.components(separatedBy: "```yaml\n").dropFirst().compactMap {
        $0.components(separatedBy: "```").first
    }

    @Test(arguments: examples)
    func hasExamplesWithoutMistakes(example: String) throws {
        #expect(try !CallTest(example).steps.isEmpty)
    }

    @Test func namesTheDefaultsThatHold() throws {
        let bare = try CallTest("from: ''\nsteps: [hangs up]\n")
        let written = try CallTest("from: ''\nto: \"74951234567\"\nid: \"1\"\nat: 2026-03-02T12:00Z\nname: first\nsteps: [hangs up]\n")
        #expect(bare.facts == written.facts && bare.name == written.name)
        for value in ["`\"74951234567\"`", "`2026-03-02T12:00Z`", "`\"1\"`"] { #expect(Self.text.contains(value)) }
    }

    /// The steps in the tables of the page are what they are called there.
    @Test func hasARowForEveryStep() throws {
        let rows = Self.text.components(separatedBy: "\n").compactMap { line in
            line.hasPrefix("| `") ? line.dropFirst(3).components(separatedBy: "`").first : nil
        }
        let steps = rows.filter { $0.contains(": ") || $0 == "hangs up" }
        #expect(steps.count == 11)
        for step in steps { #expect(try CallTest(steps: step).steps.count == 1, "\(step)") }
    }
}
