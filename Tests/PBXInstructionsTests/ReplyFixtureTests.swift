import PBXInstructions
import Testing

struct ReplyFixtureTests {
    @Test(arguments: try Fixture.all(in: "accepted"))
    func acceptsWithTheExpectedWarnings(_ fixture: Fixture) {
        let check = Dialect.uis.check(reply: fixture.reply, slips: fixture.slips)
        #expect(check.lines == fixture.expectation)
        #expect(check.instruction != nil)
        #expect(check.isAccepted)
    }

    @Test(arguments: try Fixture.all(in: "rejected"))
    func rejectsWithTheExpectedSentences(_ fixture: Fixture) {
        let check = Dialect.uis.check(reply: fixture.reply, slips: fixture.slips)
        #expect(check.lines == fixture.expectation)
        #expect(check.instruction == nil)
        #expect(!check.isAccepted)
    }
}
