import Testing

@testable import HandlerHost

/// Pauses between the workers of a sandbox whose workers keep dying.
struct RestartPauseTests {
    private let start = ContinuousClock.now

    @Test func theFirstDeathsCostNothingAndThenEachDoublesThePause() {
        var pause = RestartPause()
        var now = start
        var pauses: [Duration?] = []
        for _ in 0..<20 {
            let length = pause.died(at: now)
            pauses.append(length)
            now = now.advanced(by: (length ?? .zero) + .milliseconds(10))
        }
        let growing = (0..<9).map { Duration.milliseconds(100 << $0) }
        #expect(pauses == [nil, nil, nil] + growing + Array(repeating: .seconds(30), count: 8))
    }

    @Test func aPauseEnds() throws {
        var pause = RestartPause()
        for _ in 0..<4 { _ = pause.died(at: start) }
        #expect(pause.left(at: start) == .milliseconds(100))
        #expect(pause.left(at: start.advanced(by: .milliseconds(60))) == .milliseconds(40))
        #expect(pause.left(at: start.advanced(by: .milliseconds(100))) == nil)
    }

    @Test func aLifeIsForgivenLittleByLittle() {
        var pause = RestartPause()
        for _ in 0..<4 { _ = pause.died(at: start) }
        let end = start.advanced(by: .milliseconds(100))
        #expect(pause.deaths(at: end.advanced(by: .seconds(9))) == 4)
        #expect(pause.deaths(at: end.advanced(by: .seconds(10))) == 3)
        #expect(pause.deaths(at: end.advanced(by: .seconds(3_600))) == 0)
        #expect(pause.died(at: end.advanced(by: .seconds(10))) == .milliseconds(100), "the fourth again")
        #expect(pause.died(at: end.advanced(by: .seconds(3_600))) == nil, "the first again")
    }

    /// What the system has no room for says nothing of the sandbox.
    @Test func aRefusedProcessCostsAMomentAndCountsForNoDeath() {
        var pause = RestartPause()
        for second in 0..<20 {
            let now = start.advanced(by: .seconds(second))
            #expect(pause.left(at: now) == nil)
            pause.wasRefused(at: now)
            #expect(pause.left(at: now) == RestartPause.afterRefusal && pause.deaths(at: now) == 0)
        }
        #expect(pause.died(at: start.advanced(by: .seconds(20))) == nil)
    }

    @Test func aRefusalShortensNoPause() {
        let now = ContinuousClock.now
        var pause = RestartPause()
        for _ in 0..<12 { _ = pause.died(at: now) }
        let left = pause.left(at: now)
        pause.wasRefused(at: now)
        #expect(pause.left(at: now) == left)
    }
}
