import Glibc
import TestSupport
import Testing
import WorkerProtocol

/// An engine in the whole jail.
@Suite(.ownThreads, .timeLimit(.minutes(5)))
struct EngineTests {
    @Test(arguments: EngineWork.all)
    func theEngineWorks(work: EngineWork) throws {
        let worker = try JailedWorker(environment: ["TZ": "Asia/Vladivostok"])
        #expect(worker.ready.missing == [])
        #expect(try worker.value(of: work.expression) == "[\(work.value)]")
    }

    @Test(arguments: Probe.User.possible)
    func everybodysEngineDoesAllOfIt(user: Probe.User) throws {
        let worker = try JailedWorker(as: user, environment: ["TZ": "Asia/Vladivostok"])
        for work in EngineWork.all {
            #expect(try worker.value(of: work.expression) == "[\(work.value)]", "\(work.testDescription)")
        }
    }

    @Test func aZoneWithSummerTimeIsRightOnBothSides() throws {
        let worker = try JailedWorker(environment: ["TZ": "Europe/Berlin"])
        let hours = "[new Date(2024, 0, 1).getTimezoneOffset(), new Date(2024, 6, 1).getTimezoneOffset()]"
        #expect(try worker.value(of: hours) == "[[-60,-120]]")
        // The realm of a second bundle, and after the collector has been through.
        #expect(try worker.value(of: hours) == "[[-60,-120]]")
    }

    @Test func everyWorkerDrawsOtherNumbers() throws {
        let draws = try (0..<3).map { _ in try JailedWorker().value(of: "Math.random()") }
        #expect(Set(draws).count == 3)
    }

    @Test func withoutTheVariableTheMachinesZoneHolds() throws {
        var expected = time(nil)
        var parts = tm()
        localtime_r(&expected, &parts)
        let worker = try JailedWorker()
        #expect(try worker.value(of: "new Date(\(expected)000).getTimezoneOffset()") == "[\(-parts.tm_gmtoff / 60)]")
    }

    @Test func threadsThatAreIdleEndAndComeBack() async throws {
        let worker = try JailedWorker()
        let work = "(() => { const f = (a) => a * 3 % 7; let s = 0; for (let i = 0; i < 3000000; i++) s += f(i); return s > 0 })()"
        #expect(try worker.value(of: work) == "[true]")
        let busy = try ProcessStatus(of: worker.program.processID).threads
        // JavaScriptCore lets its compilers go after ten seconds.
        try await eventually("its idle threads end") { try ProcessStatus(of: worker.program.processID).threads < busy }
        #expect(try worker.value(of: work) == "[true]")
    }
}
