import PlainText
import Testing

@Suite struct SpellingTests {
    @Test(arguments: [
        ("phone", "phones"), ("wal", "wall"), ("memroy", "memory"), ("FALLBACK", "fallback"), ("fallbak", "fallback"),
    ])
    func finds(_ word: String, _ meant: String) {
        #expect(Spelling.nearest(to: word, among: ["wall", "memory", "fallback", "phones"]).first == meant)
    }

    @Test func findsNothingThatIsFarAway() {
        #expect(Spelling.nearest(to: "xyz", among: ["wall", "memory"]).isEmpty)
        #expect(Spelling.nearest(to: "", among: ["wall"]).isEmpty)
    }

    @Test func takesTwoLettersInTheWrongOrderForOneSlip() {
        #expect(Spelling.nearest(to: "ab", among: ["ba"], within: 1) == ["ba"])
    }

    @Test func putsTheNearestFirstAndEqualsInOrder() {
        let candidates = ["/orders", "/order", "/b", "/a"]
        #expect(Spelling.nearest(to: "/order", among: candidates, limit: 4, within: .max) == ["/order", "/orders", "/a", "/b"])
        #expect(Spelling.nearest(to: "/order", among: candidates, limit: 1, within: .max) == ["/order"])
    }

    @Test func prefersOfEqualsTheOneThatBeginsTheSame() {
        #expect(Spelling.nearest(to: "/crm", among: ["/a", "/crm_in"], limit: 1, within: .max) == ["/crm_in"])
    }

    @Test func looksAtTheBeginningOfLongWordsOnly() {
        let long = String(repeating: "a", count: 1_000_000)
        #expect(Spelling.nearest(to: long, among: [String(repeating: "a", count: 64)], within: 0).count == 1)
        let stacked = "e" + String(repeating: "\u{301}", count: 100_000)
        #expect(Spelling.nearest(to: stacked, among: ["e"], within: 1).isEmpty)
    }
}
