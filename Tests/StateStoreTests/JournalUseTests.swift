import Testing

@testable import StateStore

struct JournalUseTests {
    @Test func refusesWhatIsBeyondTwiceTheLimitAndNamesTheNumbers() {
        var use = JournalUse(StateRetention(bytes: 100, totalBytes: 10_000))
        use.add(150, to: "a")
        #expect(use.refusal(of: 50, in: "a") == nil)
        #expect(use.refusal(of: 51, in: "a") == .journalFull(sandbox: "a", bytes: 150, limit: 100))
        #expect(use.refusal(of: 51, in: "b") == nil)
        use.set("a", to: 90)
        #expect(use.refusal(of: 51, in: "a") == nil, "older versions were removed")
    }

    /// A state may be larger than what its history may take: nothing that is removed makes it less, but a change may.
    @Test func whatIsLeftWhenAllIsRemovedThatCanBeRefusesNothing() {
        var use = JournalUse(StateRetention(bytes: 100, totalBytes: 10_000))
        use.add(350, to: "a")
        #expect(use.refusal(of: 1, in: "a") != nil)
        let arrears = use.arrears(of: "a")
        use.add(20, to: "a")
        use.grow(by: -10, "a")
        use.settle("a", after: arrears)
        #expect(use.arrears(of: "a") == 20 && use.isPressed("a"))
        #expect(use.refusal(of: 80, in: "a") == nil)
        #expect(use.refusal(of: 81, in: "a") == .journalFull(sandbox: "a", bytes: 360, limit: 100))
        use.settle("a", after: 20)
        #expect(use.refusal(of: 1_000, in: "a") == nil, "one of any size, as the state's own limit allows")
    }

    @Test func cutsThoseWhoTakeMoreThanTheirShareWhenAllTogetherTakeTooMuch() {
        var use = JournalUse(StateRetention(bytes: 1_000, totalBytes: 300))
        use.set("small", to: 10)
        use.set("large", to: 200)
        #expect(use.limit == 1_000)
        use.set("middle", to: 150)
        #expect(use.limit == 100)
        #expect(use.retention(of: "large").bytes == 100, "what is too much is added up")
        #expect(use.retention(of: "small").bytes == .max, "what fits is not")
        use.add(300, to: "large")
        #expect(use.refusal(of: 1, in: "large") == .folderFull(sandbox: "large", bytes: 660, limit: 300))
        use.add(1, to: "small")
        #expect(use.refusal(of: 99, in: "small") == nil)
        #expect(use.refusal(of: 100, in: "small") != nil)
        #expect(use.refusal(of: 1, in: "small") == nil, "who takes little goes on")
    }

    @Test func tellsOnceThatALimitIsNear() {
        var use = JournalUse(StateRetention(bytes: 100, totalBytes: 200))
        use.set("a", to: 79)
        #expect(use.warnings(about: "a").isEmpty)
        use.set("a", to: 80)
        #expect(use.warnings(about: "a") == [StateUse(owner: .sandbox("a"), bytes: 80, limit: 100)])
        use.set("a", to: 95)
        #expect(use.warnings(about: "a").isEmpty)
        use.set("a", to: 60)
        #expect(use.warnings(about: "a").isEmpty)
        use.set("a", to: 160)
        #expect(
            use.warnings(about: "a") == [
                StateUse(owner: .sandbox("a"), bytes: 160, limit: 100), StateUse(owner: .all, bytes: 160, limit: 200),
            ])
        #expect("\(StateUse(owner: .sandbox("a"), bytes: 80, limit: 100))".contains("takes 80 of 100 bytes"))
    }
}
