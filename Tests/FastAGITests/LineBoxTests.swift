import Testing

@testable import FastAGI

/// The lines of a connection …
struct LineBoxTests {
    @Test func areThrownAwayBehindTheEnd() {
        let box = LineBox(limit: 2)
        #expect(box.put("a"))
        box.end(.stopping)
        // Who goes on to answer is not hung up on: what he was told last may still be on its way.
        for _ in 0..<5 { #expect(box.put("b")) }
        #expect(box.poll() == .ended(.stopping))
    }

    @Test func areNoMoreThanMayWait() {
        let box = LineBox(limit: 2)
        #expect(box.put("a") && box.put("b") && !box.put("c"))
        #expect([box.poll(), box.poll(), box.poll()] == [.line("a"), .line("b"), .ended(.flood)])
    }
}
