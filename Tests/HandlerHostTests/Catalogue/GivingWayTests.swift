import Glibc
import HTTPText
import Synchronization
import TestSupport
import Testing

@testable import HandlerHost

/// Loads that take long, and give their places to others.
@Suite(.timeLimit(.minutes(2))) struct GivingWayTests {
    private static let endless = "for (;;) {}\n"
    private static let good = "module.exports = () => ({ returned_code: 1 })\n"
    private static let patient = "limits: { load: 10m, wall: 10m, queued: 10m }\n"

    @Test func aLoadWhoseProcessIsBeingStartedGivesWayToo() async throws {
        let mount = DeadMount()
        mount.dies("the start")
        let lone = try await LoneSandbox(Self.endless) { _ in mount.answer(to: "the start") }
        let sandbox = lone.sandbox
        lone.load(.added)
        try await eventually("it has a place") { await sandbox.loadPlace != nil }
        sandbox.giveWay(try #require(await sandbox.loadPlace))
        // The loop has seen to that when it has seen to this.
        #expect(await sandbox.hasToGiveWay)
        mount.revives()
        try await eventually("it is told") { await sandbox.problem?.contains("gave way") == true }
        try await eventually("it loads again, for nobody") { await sandbox.loadPlace?.urgency == .spare }
        #expect(await !sandbox.hasToGiveWay)
        try await lone.end()
    }

    @Test func aLoadThatTakesLongIsTriedAgainForNobody() async throws {
        let lone = try await LoneSandbox(Self.endless)
        let sandbox = lone.sandbox
        lone.load(.added)
        try await eventually("it loads") { await sandbox.hasCandidate }
        #expect(await sandbox.loadPlace?.urgency == .added)
        sandbox.giveWay(try #require(await sandbox.loadPlace))
        try await eventually("it loads again, for nobody") { await sandbox.loadPlace?.urgency == .spare }
        try await lone.end()
    }

    /// It may be asked to when it has handed its place back, and loads in another one.
    @Test func aLoadGivesWayForItsOwnPlaceOnly() async throws {
        let stopped = Mutex<Int32>(0)
        let lone = try await LoneSandbox(Self.good) { process in
            kill(process.processID, SIGSTOP)
            stopped.withLock { $0 = process.processID }
        }
        let (sandbox, places) = (lone.sandbox, lone.services.places)
        let former = try #require(await places.take(.added, for: .loading(sandbox.name)))
        places.leave(former)
        lone.load(.added)
        try await eventually("it loads") { await sandbox.hasCandidate }
        sandbox.giveWay(former)
        #expect(await !sandbox.hasToGiveWay)
        kill(stopped.withLock { $0 }, SIGCONT)
        try await eventually("it serves") { sandbox.current != nil }
        let failures = lone.services.activity.entries().count {
            if case .event(let event) = $0.content { event.kind == .loadFailed } else { false }
        }
        #expect(failures == 0)
        try await lone.end()
    }

    /// No time passes here: only the time that the load computes for counts.
    @Test func aLoadThatComputesForLongHoldsUpNoOther() async throws {
        let places = LoadPlaces { _, _ in }
        let others = try (1...Urgency.saved.width).map { try #require(SandboxName("x\($0)")) }
        for other in others.dropLast() { _ = await places.take(.saved, for: .loading(other)) }
        let lone = try await LoneSandbox(Self.endless, places: places)
        lone.load(.saved)
        try await eventually("it has the last place") { await lone.sandbox.loadPlace?.urgency == .saved }
        #expect(await places.take(.saved, for: .loading(others[others.count - 1])) != nil)
        try await lone.end()
    }

    @Test func callersWaitForTheProcessBehindOneThatGaveWay() async throws {
        let code = "if (state.isSlow) for (;;) {}\nmodule.exports = () => ({ returned_code: 1 })\n"
        let test = try await TestHost(["a/go.js": code, "a/sandbox.yaml": Self.patient])
        let sandbox = try #require(SandboxName("a").flatMap { test.host.directory[$0] })
        _ = try await test.host.putState(of: "a", Array(#"{"isSlow":true}"#.utf8))
        async let reply = test.get("/@a/go")
        try await eventually("it waits for a load") {
            guard await sandbox.isAwaited, await sandbox.hasCandidate else { return false }
            return await sandbox.loadPlace?.urgency == .asked
        }
        let isEdited = Mutex(false)
        let edit = Task {
            defer { isEdited.withLock { $0 = true } }
            _ = try await test.host.putState(of: "a", Array("{}".utf8))
        }
        var last: LoadPlaces.Place?
        try await eventually("the edit has its turn between two loads") {
            if let place = await sandbox.loadPlace, place != last {
                sandbox.giveWay(place)
                last = place
            }
            return isEdited.withLock { $0 }
        }
        try await edit.value
        #expect(await reply.outcome == .ok)
        #expect(await sandbox.restart.deaths(at: .now) == 0)
        await test.stop()
    }

    @Test func whatIsNewHasOtherPlacesThanWhatServes() async throws {
        let test = try await TestHost(["b/go.js": Self.good, "b/sandbox.yaml": Self.patient])
        try test.folder.write(Self.endless, to: "b/go.js")
        try test.folder.write(Self.patient, to: "c/sandbox.yaml")
        try test.folder.write(Self.endless, to: "c/go.js")
        func urgency(_ name: String) async -> Urgency? { await SandboxName(name).flatMap { test.host.directory[$0] }?.loadPlace?.urgency }
        try await eventually("the one loads beside what serves") { await urgency("b") == .saved }
        try await eventually("the other one is new") { await urgency("c") == .added }
        await test.stop()
    }
}
