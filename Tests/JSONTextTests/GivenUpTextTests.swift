import JSONText
import Synchronization
import Testing

/// Work on a large text that nobody waits for any longer.
struct GivenUpTextTests {
    private let large = JSONValue.array((0..<20_000).map { ["n": .number(JSONNumber($0)), "list": [[]]] })

    /// Says no from a question on, and counts those that come after it.
    private final class Impatience: Sendable {
        private let left: Atomic<Int>

        init(after count: Int) { left = Atomic(count) }

        var lateQuestions: Int { max(0, -left.load(ordering: .relaxed)) }

        func goesOn() -> Bool { left.subtract(1, ordering: .relaxed).newValue > 0 }
    }

    @Test func readingIsGivenUp() throws {
        let text = large.bytes()
        let impatience = Impatience(after: 3)
        #expect(throws: JSONSyntaxError.givenUp) { try JSONValue(parsing: text, while: impatience.goesOn) }
        #expect(impatience.lateQuestions == 0)
        #expect(try JSONValue(parsing: text, while: { true }) == large)
        #expect("\(JSONSyntaxError.givenUp)".hasSuffix("reading the text was given up"))
    }

    @Test func writingIsGivenUp() {
        let impatience = Impatience(after: 3)
        let written = large.bytes(while: impatience.goesOn)
        #expect(impatience.lateQuestions == 0)
        #expect(!written.isEmpty && written.count < large.bytes().count / 10)
        #expect(large.bytes { true } == large.bytes())
        var writer = JSONWriter()
        var patience = Patience { false }
        writer.value(large, with: &patience)
        #expect(writer.bytes.isEmpty && patience.isOver)
    }

    @Test func asksBeforeTheFirstStepAndThenNowAndThen() {
        let count = Atomic(0)
        var patience = Patience { count.add(1, ordering: .relaxed).newValue < 3 }
        let done = (0..<10_000).prefix { _ in patience.lasts() }.count
        #expect(done == 2_048 && count.load(ordering: .relaxed) == 3)
        #expect(!patience.lasts() && patience.isOver && count.load(ordering: .relaxed) == 3)
    }
}
