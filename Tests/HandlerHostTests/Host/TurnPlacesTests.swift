import Synchronization
import TestSupport
import Testing

@testable import HandlerHost

/// The places of the whole host are shared among its sandboxes.
@Suite(.timeLimit(.minutes(3)))
struct TurnPlacesTests {
    /// A sandbox, as the places see it.
    private final class Member: Sendable {
        let share = TurnPlaces.Share()
        let asked = Atomic<Int>(0)
        private let places: TurnPlaces

        init(_ places: TurnPlaces) {
            self.places = places
            places.join(share) { [weak self] in self?.asked.add(1, ordering: .relaxed) }
        }

        func enter() -> Bool { places.enter(share) }
        func leave() { places.leave(share) }
        var timesAsked: Int { asked.load(ordering: .relaxed) }
    }

    private let places = TurnPlaces(limit: 10)

    @Test func oneMayHaveAllWhileNobodyElseComes() {
        let only = Member(places)
        for _ in 0..<10 { #expect(only.enter()) }
        #expect(!only.enter() && !only.enter() && only.timesAsked == 0)
        only.leave()
        #expect(only.enter() && !only.enter())
    }

    @Test func whoHasMostGivesUntilTheOtherHasAsMany() {
        let (hog, other) = (Member(places), Member(places))
        for _ in 0..<10 { #expect(hog.enter()) }
        for _ in 0..<5 { #expect(other.enter()) }
        #expect(hog.timesAsked == 5 && other.timesAsked == 0)
        #expect(!other.enter(), "they have as many then")
        #expect(hog.share.owes)
        for _ in 0..<5 { hog.leave() }
        #expect(!hog.share.owes && !hog.enter(), "what it gave back was owed")
        other.leave()
        #expect(hog.enter(), "a free place is anybody's")
    }

    @Test func whoIsGoneIsNotAsked() async throws {
        let (hog, other) = (Member(places), Member(places))
        for _ in 0..<10 { #expect(hog.enter()) }
        #expect(other.enter() && hog.timesAsked == 1)
        places.part(hog.share)
        try await eventually("all are looked at again") { !other.enter() }
        #expect(hog.timesAsked == 1)
    }

    @Test func aSandboxThatFillsTheHostMakesNoOthersFail() async throws {
        let test = try await TestHost([
            "hog/go.js": "module.exports = () => new Promise((done) => setTimeout(() => done({ returned_code: 1 }), 600000))",
            "hog/sandbox.yaml": "limits: { wall: 10m }\n", "good/go.js": "module.exports = () => ({ returned_code: 1 })",
        ]) { $0.turnLimit = 12 }
        try await withThrowingTaskGroup(of: Outcome.self) { group in
            for _ in 0..<12 { group.addTask { await test.get("/@hog/go").outcome } }
            try await eventually("all places are taken") { await self.unanswered(test) == 12 }
            for _ in 0..<5 { #expect(await test.get("/@good/go").outcome == .ok) }
            try await eventually("the hog has given up a place") { await self.unanswered(test) < 12 }
            #expect(await self.unanswered(test) >= 7, "no more than were needed")
            test.host.abandonTurns()
            let outcomes: [Outcome] = try await group.reduce(into: []) { $0.append($1) }
            #expect(outcomes.contains(.overloaded) && outcomes.contains(.timedOut))
        }
        let told = test.host.activity.entries().contains { entry in
            guard case .turn(let record) = entry.content else { return false }
            return record.detail == "the host has 12 requests under way, which is its limit, and most of them are of this sandbox"
        }
        #expect(told)
    }

    private func unanswered(_ test: TestHost) async -> Int {
        await test.host.summaries().first { $0.name == "hog" }?.unanswered ?? 0
    }
}
