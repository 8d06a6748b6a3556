import Glibc
import HTTPText
import Synchronization
import TestSupport
import Testing

@testable import HandlerHost

/// What a sandbox does when its files become what they were, or before they have become anything.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct RenewalTests {
    private static let endless = "for (;;) {}\n"
    private static let good = "module.exports = () => ({ returned_code: 1 })\n"
    private static let patient = "limits: { load: 10m, wall: 10m, queued: 10m }\n"

    private func live(_ test: TestHost, _ name: String) throws -> LiveSandbox {
        try #require(SandboxName(name).flatMap { test.host.directory[$0] })
    }

    /// The folder has the version that is about to serve, and another one was saved and taken back meanwhile.
    @Test func whatTheFolderHasLastServes() async throws {
        let test = try await TestHost([
            "a/wait.js": "module.exports = async () => { while (!globalThis.isOpen) await new Promise((end) => setTimeout(end, 20)) }\n",
            "a/open.js": "module.exports = () => { globalThis.isOpen = true; return { returned_code: 1 } }\n",
            "a/go.js": Self.good, "a/sandbox.yaml": Self.patient,
        ])
        let sandbox = try live(test, "a")
        let process = try #require(await test.host.summaries().first?.processID)
        let waiting = Task { await test.get("/@a/wait") }
        try await eventually("it waits") { await sandbox.suspendedCount == 1 }
        func save(_ code: Int) throws { try test.folder.write("module.exports = () => ({ returned_code: \(code) })\n", to: "a/go.js") }
        try save(2)
        try await eventually("the second version has loaded and waits for the turn") { await sandbox.isHeld }
        try save(3)
        func unseen() -> String? {
            if case .read(let built, _) = sandbox.renewal.withLock({ $0 }) { built.bundle.version } else { nil }
        }
        try await eventually("the third one was read") { unseen() != nil }
        let third = unseen()
        try save(2)
        try await eventually("and the second one again") { unseen() != third }
        // Its turn begins anew in the next version.
        kill(process, SIGKILL)
        try await eventually("it waits in the second version") { await sandbox.suspendedCount == 1 && sandbox.current?.generation == 2 }
        #expect(await test.get("/@a/go").text == #"{"returned_code":2}"#)
        #expect(await test.get("/@a/open").outcome == .ok)
        _ = await waiting.value
        #expect(unseen() == nil)
        let kept = test.host.activity.entries().filter {
            if case .event(let event) = $0.content { event.kind == .loaded } else { false }
        }
        #expect(kept.count == 2, "the third one never served")
        await test.stop()
    }

    @Test func whatStandsInTheFolderAgainHasNoProblem() async throws {
        let settings = "config: { k: 1 }\n"
        let test = try await TestHost(["a/go.js": Self.good, "a/sandbox.yaml": settings])
        let process = await test.host.summaries().first?.processID
        func problem() async -> String? { await test.host.summaries().first?.problem }
        try test.folder.write("config: {\n", to: "a/sandbox.yaml")
        try await eventually("the settings are refused") { await problem()?.contains("sandbox.yaml") == true }
        try test.folder.write(settings, to: "a/sandbox.yaml")
        try await eventually("they are what they were") { await problem() == nil }
        try test.folder.write("throw new Error('never')\n", to: "a/go.js")
        try await eventually("it does not load") { await problem()?.contains("never") == true }
        try test.folder.write(Self.good, to: "a/go.js")
        try await eventually("it is what it was") { await problem() == nil }
        #expect(await test.host.summaries().first?.processID == process, "nothing was loaded for it")
        #expect(await test.get("/@a/go").text == #"{"returned_code":1}"#)
        await test.stop()
    }

    /// As when a file is saved without a change.
    @Test(arguments: [good, "throw new Error('never')\n"]) func whatWasSeenToIsNotLoadedAgain(code: String) async throws {
        let test = try await TestHost(["a/go.js": code])
        let sandbox = try live(test, "a")
        let process = await test.host.summaries().first?.processID
        func told() -> Int {
            test.host.activity.entries().count {
                if case .event(let event) = $0.content { event.kind == .loaded || event.kind == .loadFailed } else { false }
            }
        }
        #expect(told() == 1)
        let bundle = try #require(await sandbox.newest)
        await sandbox.see(to: .read(BuiltBundle(bundle: bundle, routes: nil), .saved))
        #expect(told() == 1)
        #expect(await test.host.summaries().first?.processID == process)
        // What is to be loaded in any case is.
        await sandbox.see(to: .built(BuiltBundle(bundle: bundle, routes: nil), .saved))
        #expect(told() == 2)
        await test.stop()
    }

    /// Otherwise its state would be made `{}` in the place of the seed.
    @Test func aStateWhoseSeedIsNotKnownIsNotEditedWhenTooManyWaitForIt() async throws {
        let files = ["a/go.js": Self.endless, "a/sandbox.yaml": Self.patient, "a/state.json": #"{"n": 1}"#]
        let test = try await TestHost(files, waits: false) {
            $0.ceilings.defaults = try LimitDefaults(parsing: GenerousLimits.all + ["turns=1"])
        }
        let sandbox = try live(test, "a")
        let asked = Task { await test.get("/@a/go") }
        try await eventually("somebody waits") { await sandbox.isAwaited }
        let refusal = await #expect(throws: StateRefusal.self) { try await test.host.resetState(of: "a") }
        #expect(refusal?.kind == .unavailable && refusal?.description.contains("still loading") == true)
        await #expect(throws: StateRefusal.self) { try await test.host.state(of: "a") }
        await test.stop()
        _ = await asked.value
    }
}
