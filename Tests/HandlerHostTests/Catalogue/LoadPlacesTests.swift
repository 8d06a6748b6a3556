import HTTPText
import Synchronization
import Testing

@testable import HandlerHost

/// Who may read and load, and in which order.
struct LoadPlacesTests {
    private let places: LoadPlaces
    private let given = Given()
    private let clock = Clock()

    init() { places = LoadPlaces { [clock] delay, action in clock.note(delay, action) } }

    @Test func eachKindHasPlacesOfItsOwn() {
        for urgency in Urgency.allCases {
            for number in 0..<(urgency.width + 3) { ask("\(urgency)-\(number)", urgency) }
        }
        for urgency in Urgency.allCases {
            #expect(given.names.filter { $0.hasPrefix("\(urgency)") }.count == urgency.width)
        }
    }

    @Test func theyAreGivenInTheOrderInWhichTheyWereAskedFor() {
        for number in 0..<6 { ask("\(number)", .spare) }
        #expect(given.names == ["0", "1"])
        for _ in 0..<3 { leave() }
        #expect(given.names == ["0", "1", "2", "3", "4"])
    }

    @Test func whoIsAskedForPassesThoseThatNobodyWaitsFor() throws {
        for number in 0..<100 { ask("\(number)", .spare) }
        places.hurry(try #require(SandboxName("50")))
        #expect(given.names == ["0", "1", "50"] && given.urgencies.last == .asked)
        leave()
        #expect(given.names == ["0", "1", "50", "2"], "and has left its line")
        for _ in 0..<97 { leave(.spare) }
        #expect(given.names.count == 100 && Set(given.names).count == 100)
    }

    @Test func whoIsNotNeededAnyMoreIsTold() throws {
        for number in 0..<4 { ask("\(number)", .spare) }
        places.drop(try #require(SandboxName("3")))
        #expect(given.refused == ["3"])
        places.close()
        #expect(Set(given.refused) == ["2", "3"])
        ask("late", .asked)
        #expect(given.refused.last == "late" && given.names == ["0", "1"])
    }

    /// A sandbox that was removed may wait when a new one of its name asks.
    @Test func whoeverAsksForTheSameTakesThePlaceOfTheOneBefore() {
        for number in 0..<3 { ask("\(number)", .spare) }
        ask("2", .spare)
        #expect(given.refused == ["2"] && given.names == ["0", "1"])
        for _ in 0..<2 { leave(.spare) }
        #expect(given.names == ["0", "1", "2"])
    }

    @Test func aSaveTakesNoPlaceOfThoseThatAreAskedFor() throws {
        for number in 0..<4 { ask("\(number)", .spare) }
        places.hurry(try #require(SandboxName("3")), to: .saved)
        #expect(given.names == ["0", "1", "3"] && given.urgencies.last == .saved)
        ask("asked", .asked)
        places.hurry(try #require(SandboxName("asked")), to: .saved)
        #expect(given.urgencies.last == .asked)
    }

    @Test func whoWaitsForLoadingIsHurriedToo() throws {
        for number in 0..<2 { ask("\(number)", .spare) }
        let name = try #require(SandboxName("a"))
        places.whenFree(.spare, for: .loading(name)) { [given] in given.note("a loads", $0) }
        places.whenFree(.spare, for: .reading(name)) { [given] in given.note("a is read", $0) }
        places.hurry(name)
        #expect(Set(given.names) == ["0", "1", "a loads", "a is read"])
    }

    @Test func whoTakesLongerThanUsualHoldsUpNobody() {
        for number in 0..<30 { ask("slow\(number)", .asked) }
        #expect(given.names.count == 12)
        clock.goOn(by: .seconds(1))
        #expect(given.names.count == 24, "as many again get a place beside those that are slow")
        ask("saved", .saved)
        ask("spare", .spare)
        #expect(given.names.contains("saved") && given.names.contains("spare"))
        clock.goOn(by: .seconds(1))
        ask("last", .asked)
        #expect(given.names.last == "last" && given.names.count == 33)
        // Whoever hands an overdue place back makes no more room than there was.
        for _ in 0..<12 { leave(.asked) }
        for number in 0..<12 { ask("more\(number)", .asked) }
        #expect(given.names.count == 33 + 5)
    }

    @Test func notTooManyAreOverdue() {
        for number in 0..<200 { ask("\(number)", .asked) }
        for _ in 0..<20 { clock.goOn(by: .seconds(1)) }
        #expect(given.names.count == LoadPlaces.mostOverdue + Urgency.asked.width)
        // One that counted though it was late is counted no longer in the place of one that is done.
        leave(.asked)
        #expect(given.names.count == LoadPlaces.mostOverdue + Urgency.asked.width + 1)
        while leave(.asked) { clock.goOn(by: .seconds(1)) }
        #expect(given.names.count == 200)
        for number in 0..<20 { ask("again\(number)", .asked) }
        #expect(given.names.count == 212, "everything was handed back")
    }

    @Test func whoSaysThatHeTakesLongHoldsUpNobody() {
        for number in 0..<6 { ask("\(number)", .saved) }
        #expect(given.names == ["0", "1", "2", "3"])
        places.outlast(given.places[0])
        places.outlast(given.places[0])
        #expect(given.names == ["0", "1", "2", "3", "4"])
        for _ in 0..<5 { leave() }
        ask("last", .saved)
        #expect(given.names == ["0", "1", "2", "3", "4", "5", "last"])
    }

    /// However many take long, nobody else waits for them.
    @Test func theOldestOnesGiveWayWhenTooManyTakeLong() {
        let count = LoadPlaces.mostOverdue + Urgency.saved.width
        for number in 0..<count {
            ask("slow\(number)", .saved)
            if let place = given.places.last { pressed(place, "slow\(number)") }
            clock.goOn(by: .seconds(1))
        }
        #expect(given.names.count == count && given.pressed.isEmpty, "nobody waits")
        ask("spare", .spare)
        #expect(given.names.last == "spare" && given.pressed.isEmpty)
        for number in 0..<3 { ask("good\(number)", .saved) }
        #expect(given.pressed == ["slow0", "slow1", "slow2"])
        for _ in 0..<3 { leave(.saved) }
        #expect(given.names.suffix(3) == ["good0", "good1", "good2"])
    }

    /// Takes as many places for what was saved as there are, overdue ones too.
    ///
    /// - Parameter late: How many of them count though they take long, since too many are overdue.
    private func fillSaved(late: Int = Urgency.saved.width) {
        for number in 0..<(LoadPlaces.mostOverdue + Urgency.saved.width) {
            ask("slow\(number)", .saved)
            guard let place = given.places.last else { return }
            pressed(place, "slow\(number)")
            if number < LoadPlaces.mostOverdue + late { places.outlast(place) }
        }
    }

    /// One that is asked for again, or more urgently, stands in the lines twice.
    @Test func noMoreGiveWayThanOthersWait() throws {
        fillSaved()
        ask("good0", .saved)
        ask("good0", .saved)
        #expect(given.pressed == ["slow0"])
        ask("good1", .saved)
        #expect(given.pressed == ["slow0", "slow1"])
        places.drop(try #require(SandboxName("good1")))
        ask("good2", .saved)
        #expect(given.pressed == ["slow0", "slow1"])
    }

    @Test func noMoreGiveWayThanThereAreLateOnesOfTheKind() {
        for number in 0..<Urgency.asked.width { ask("asked\(number)", .asked) }
        fillSaved()
        places.outlast(given.places[0])
        for number in 0..<3 { ask("more\(number)", .asked) }
        #expect(given.pressed == ["slow0"])
        leave(.saved)
        #expect(given.names.last == "more0")
        #expect(given.pressed == ["slow0"])
    }

    @Test func aLateOneOfAKindThatNobodyWaitsForStaysLate() {
        for number in 0..<Urgency.asked.width { ask("asked\(number)", .asked) }
        fillSaved()
        places.outlast(given.places[0])
        ask("good", .saved)
        leave(.saved)
        #expect(given.names.last == "good" && given.pressed == ["slow0"])
    }

    @Test func aLateOneCountsOnce() {
        fillSaved(late: 0)
        for _ in 0..<2 { places.outlast(given.places[LoadPlaces.mostOverdue]) }
        for number in 0..<2 { ask("good\(number)", .saved) }
        #expect(given.pressed == ["slow0"])
    }

    @Test func nobodyGivesWayToThoseThatNobodyWaitsFor() {
        for number in 0..<Urgency.spare.width { ask("spare\(number)", .spare) }
        fillSaved()
        for place in given.places.prefix(Urgency.spare.width) { places.outlast(place) }
        ask("more", .spare)
        #expect(given.pressed.isEmpty)
    }

    @Test func whoIsNotOverdueDoesNotGiveWay() {
        ask("quick", .spare)
        pressed(given.places[0], "quick")
        fillSaved()
        ask("good", .saved)
        #expect(given.pressed == ["slow0"])
    }

    @Test func aPlaceThatSomebodyWaitsForIsFreedFirst() {
        for number in 0..<LoadPlaces.mostOverdue { ask("slow\(number)", .asked) }
        while given.names.count < LoadPlaces.mostOverdue { clock.goOn(by: .seconds(1)) }
        clock.goOn(by: .seconds(1))
        for number in 0..<4 { ask("saved\(number)", .saved) }
        clock.goOn(by: .seconds(1))
        for number in 0..<2 { ask("spare\(number)", .spare) }
        clock.goOn(by: .seconds(10))
        for name in ["another-spare", "another-save"] { ask(name, name.hasSuffix("save") ? .saved : .spare) }
        #expect(given.names.count == LoadPlaces.mostOverdue + 6)
        leave(.asked)
        #expect(given.names.last == "another-save")
    }

    private func pressed(_ place: LoadPlaces.Place, _ name: String) {
        places.whenPressed(place) { [given] in given.note(pressed: name) }
    }

    @Test func aPlaceIsHandedBackOnce() {
        for number in 0..<3 { ask("\(number)", .spare) }
        let first = given.places[0]
        places.leave(first)
        places.leave(first)
        ask("3", .spare)
        #expect(given.names == ["0", "1", "2"])
    }

    /// Hands the first place back that was not handed back yet, of one kind if it is named.
    @discardableResult
    private func leave(_ urgency: Urgency? = nil) -> Bool {
        guard let place = given.takeFirst(of: urgency) else { return false }
        places.leave(place)
        return true
    }

    private func ask(_ name: String, _ urgency: Urgency) {
        guard let sandbox = SandboxName(name) else { return }
        places.whenFree(urgency, for: .reading(sandbox)) { [given] in given.note(name, $0) }
    }

    private final class Given: Sendable {
        private let all = Mutex<[(name: String, place: LoadPlaces.Place?)]>([])
        private let open = Mutex<[LoadPlaces.Place]>([])

        private let giving = Mutex<[String]>([])

        func note(pressed name: String) { giving.withLock { $0.append(name) } }
        var pressed: [String] { giving.withLock { $0 } }

        func note(_ name: String, _ place: LoadPlaces.Place?) {
            all.withLock { $0.append((name, place)) }
            if let place { open.withLock { $0.append(place) } }
        }

        func takeFirst(of urgency: Urgency?) -> LoadPlaces.Place? {
            open.withLock { open in
                open.firstIndex { urgency == nil || $0.urgency == urgency }.map { open.remove(at: $0) }
            }
        }

        var names: [String] { all.withLock { $0.filter { $0.place != nil }.map(\.name) } }
        var places: [LoadPlaces.Place] { all.withLock { $0.compactMap(\.place) } }
        var urgencies: [Urgency] { places.map(\.urgency) }
        var refused: [String] { all.withLock { $0.filter { $0.place == nil }.map(\.name) } }
    }

    /// Time that goes on when a test says so.
    private final class Clock: Sendable {
        private let waiting = Mutex<[(left: Duration, action: @Sendable () -> Void)]>([])

        func note(_ delay: Duration, _ action: @escaping @Sendable () -> Void) { waiting.withLock { $0.append((delay, action)) } }

        func goOn(by time: Duration) {
            let due = waiting.withLock { waiting in
                for index in waiting.indices { waiting[index].left -= time }
                defer { waiting.removeAll { $0.left <= .zero } }
                return waiting.filter { $0.left <= .zero }.map(\.action)
            }
            for action in due { action() }
        }
    }
}
