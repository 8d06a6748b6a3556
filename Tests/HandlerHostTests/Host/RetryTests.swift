import Foundation
import Glibc
import StateStore
import TestSupport
import Testing

@testable import HandlerHost

/// What the host lacks something for …
@Suite(.timeLimit(.minutes(2))) struct RetryTests {
    @Test func isTriedAgainWithoutASaveAndToldOnce() async throws {
        let folder = try TemporaryFolder()
        let worker = folder.path + "/worker"
        let test = try await TestHost(["a/go.js": "module.exports = () => ({ returned_code: 1 })"]) { configuration in
            configuration.workerExecutable = worker
            configuration.spareWorkers = 0
        }
        let problem = try #require(await test.host.summaries().first?.problem)
        #expect(problem.contains("could not be started") && problem.hasSuffix("it is tried again"), "\(problem)")
        #expect(await test.get("/@a/go").outcome == .loadFailed)
        try FileManager.default.createSymbolicLink(atPath: worker, withDestinationPath: BuiltProducts.path(of: "ringbox-worker"))
        try await eventually("it serves") { await test.get("/@a/go").outcome == .ok }
        #expect(await test.host.summaries().first?.problem == nil)
        #expect(told(test) == 1)
        await test.stop()
    }

    @Test func isReadAgainWithoutASaveToo() async throws {
        let tools = try TemporaryFolder()
        let esbuild = tools.path + "/esbuild"
        let test = try await TestHost(["a/go.ts": "export default () => ({ returned_code: 1 })"]) { $0.transformer = esbuild }
        let problem = try #require(await test.host.summaries().first?.problem)
        #expect(problem.contains("there is no \(esbuild)"), "\(problem)")
        try FileManager.default.createSymbolicLink(atPath: esbuild, withDestinationPath: "/usr/bin/esbuild")
        try await eventually("it serves") { await test.get("/@a/go").outcome == .ok }
        #expect(await test.host.summaries().first?.problem == nil)
        #expect(told(test) == 1)
        await test.stop()
    }

    @Test func isReadAgainWhenSomebodyAsks() async throws {
        let tools = try TemporaryFolder()
        try tools.write("#!/bin/sh\necho >>\(tools.path)/tries\n[ -e \(tools.path)/memory ] || kill -9 $$\nexec /bin/cat\n", to: "draft")
        let esbuild = tools.path + "/esbuild"
        try #require(CommandResult.run("/usr/bin/install", ["-m", "700", tools.path + "/draft", esbuild]).exitCode == 0)
        let test = try await TestHost(["a/go.ts": "module.exports = () => ({ returned_code: 1 })"]) { configuration in
            configuration.transformer = esbuild
            configuration.readingPause = RetryPause(shortest: .seconds(3600), longest: .seconds(3600))
        }
        // It is read when the host begins, and once more when the folder is watched.
        try await eventually("those who ask have it read again") {
            #expect(await test.get("/@a/go").outcome == .loadFailed)
            return try String(contentsOfFile: tools.path + "/tries", encoding: .utf8).utf8.count >= 4
        }
        try tools.write("", to: "memory")
        try await eventually("it serves") { await test.get("/@a/go").outcome == .ok }
        await test.stop()
    }

    /// As by the kernel where memory is short, or as esbuild itself ends when it gets no thread.
    @Test(arguments: [("kill -9 $$", "killed by signal 9"), ("exit 2", "ended with status 2 and no result")])
    func isTransformedAgainWhenEsbuildEndedWithoutAWord(_ end: String, _ reason: String) async throws {
        let tools = try TemporaryFolder()
        try tools.write("#!/bin/sh\n[ -e \(tools.path)/memory ] || \(end)\nexec /bin/cat\n", to: "draft")
        // Written by another program: a file that this one has open cannot be run.
        let esbuild = tools.path + "/esbuild"
        try #require(CommandResult.run("/usr/bin/install", ["-m", "700", tools.path + "/draft", esbuild]).exitCode == 0)
        let test = try await TestHost(["a/go.ts": "module.exports = () => ({ returned_code: 1 })"]) { $0.transformer = esbuild }
        let problem = try #require(await test.host.summaries().first?.problem)
        #expect(problem.contains(reason) && problem.hasSuffix("it is tried again"), "\(problem)")
        try tools.write("", to: "memory")
        try await eventually("it serves") { await test.get("/@a/go").outcome == .ok }
        #expect(await test.host.summaries().first?.problem == nil)
        #expect(told(test) == 1)
        await test.stop()
    }

    @Test func isStoredWhenTheDiskHasRoom() async throws {
        let store = MemoryStateStore()
        store.fail(with: .file("state.sqlite", .diskFull))
        let test = try await TestHost(
            ["a/go.js": "module.exports = (req, state) => ({ returned_code: state.n })", "a/state.json": #"{"n": 7}"#], store: store)
        #expect(await test.get("/@a/go").outcome == .stateUnavailable)
        let problem = try #require(await test.host.summaries().first?.problem)
        #expect(problem.contains("make room") && problem.hasSuffix("it is tried again"), "\(problem)")
        store.fail(with: nil)
        try await eventually("it serves") { await test.get("/@a/go").text == #"{"returned_code":7}"# }
        #expect(await test.host.summaries().first?.problem == nil)
        await test.stop()
    }

    /// The one before goes on meanwhile.
    @Test func isStoredForANewVersionToo() async throws {
        let store = MemoryStateStore()
        let test = try await TestHost(["a/go.js": "module.exports = () => ({ returned_code: 1 })"], store: store)
        store.fail(with: .file("state.sqlite", .diskFull))
        try test.folder.write("state.made = 2; module.exports = () => ({ returned_code: state.made })", to: "a/go.js")
        try await eventually("the new version does not load") { await test.host.summaries().first?.problem != nil }
        #expect(await test.get("/@a/go").text == #"{"returned_code":1}"#)
        store.fail(with: nil)
        try await eventually("the new version serves") { await test.get("/@a/go").text == #"{"returned_code":2}"# }
        #expect(told(test) == 1)
        await test.stop()
    }

    private static let slow = "for (const end = Date.now() + 1000; Date.now() < end;); module.exports = () => ({ returned_code: 1 })"

    @Test func isStartedAgainWhenItWasKilledAsItLoaded() async throws {
        let workers = try OwnWorkers()
        let test = try await TestHost(["a/go.js": Self.slow], waits: false) {
            $0.workerExecutable = workers.path
            $0.spareWorkers = 0
        }
        try await eventually("its process starts") { try workers.count == 1 }
        for process in try workers.processes { kill(process, SIGKILL) }
        let event = await test.event { $0.kind == .loadFailed }
        let sentence = try #require(event?.message)
        #expect(sentence.contains("killed by signal 9") && sentence.hasSuffix("it is tried again"), "\(sentence)")
        try await eventually("it serves") { await test.get("/@a/go").outcome == .ok }
        #expect(told(test) == 1)
        await test.stop()
    }

    @Test func isRunByTheNextProcessWhenAnotherOneWasKilledAsItStarted() async throws {
        let workers = try OwnWorkers()
        let test = try await TestHost(["a/go.js": Self.slow]) {
            $0.workerExecutable = workers.path
            $0.spareWorkers = 0
        }
        for process in try workers.processes { kill(process, SIGKILL) }
        try await eventually("the host knows") { await test.host.summaries().first?.processID == nil }
        async let reply = test.get("/@a/go")
        try await eventually("the next one starts") { try workers.count == 1 }
        for process in try workers.processes { kill(process, SIGKILL) }
        #expect(await reply.outcome == .ok)
        await test.stop()
    }

    @Test func isWaitedForNoLongerThanTheNewestSettingsSay() async throws {
        let test = try await TestHost(
            [
                "a/go.js": "for (;;);", "a/sandbox.yaml": "limits: { wall: 500ms, load: 10m }\nfallback: { returned_code: 9 }\n",
                "closed/go.js": "for (;;);",
                "closed/sandbox.yaml":
                    "limits: { wall: 500ms, load: 10m }\nfallback: { returned_code: 9 }\naccess: { addresses: [192.0.2.0/24] }\n",
            ], waits: false)
        let reply = await test.get("/@a/go")
        #expect(reply.outcome == .timedOut && reply.isFallback && reply.text == #"{"returned_code":9}"#)
        #expect(test.lastTurn?.detail?.hasPrefix("wall 500 ms exceeded while the sandbox was loading: used") == true)
        let stranger = await test.get("/@closed/go")
        #expect(stranger.outcome == .timedOut && !stranger.isFallback, "nobody has looked who calls")
        await test.stop()
    }

    @Test func isTriedLessAndLessOften() {
        var retry = RetryPause()
        let pauses = (0..<12).map { _ in retry.failed() }
        #expect(pauses.prefix(4) == [.milliseconds(250), .milliseconds(500), .seconds(1), .seconds(2)])
        #expect(pauses.suffix(3) == [.seconds(30), .seconds(30), .seconds(30)])
    }

    private func told(_ test: TestHost) -> Int {
        test.host.activity.entries().count {
            if case .event(let event) = $0.content { event.kind == .loadFailed } else { false }
        }
    }
}
