import Synchronization
import Testing

@testable import HandlerHost

/// Who may read and load, and in which order.
struct LoadPlacesTests {
    private let places = LoadPlaces()
    private let given = Given()

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
        places.leave(.spare)
        places.leave(.spare)
        places.leave(.spare)
        #expect(given.names == ["0", "1", "2", "3", "4"])
    }

    @Test func whoIsAskedForPassesThoseThatNobodyWaitsFor() throws {
        for number in 0..<100 { ask("\(number)", .spare) }
        places.hurry(try #require(SandboxName("50")))
        #expect(given.names == ["0", "1", "50"] && given.urgencies.last == .asked)
        places.leave(.spare)
        #expect(given.names == ["0", "1", "50", "2"], "and has left its line")
        for _ in 0..<97 { places.leave(.spare) }
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

    private func ask(_ name: String, _ urgency: Urgency) {
        guard let sandbox = SandboxName(name) else { return }
        places.whenFree(urgency, for: .reading(sandbox)) { [given] in given.note(name, $0) }
    }

    private final class Given: Sendable {
        private let all = Mutex<[(String, Urgency?)]>([])
        func note(_ name: String, _ urgency: Urgency?) { all.withLock { $0.append((name, urgency)) } }
        var names: [String] { all.withLock { $0.filter { $0.1 != nil }.map(\.0) } }
        var urgencies: [Urgency] { all.withLock { $0.compactMap(\.1) } }
        var refused: [String] { all.withLock { $0.filter { $0.1 == nil }.map(\.0) } }
    }
}
