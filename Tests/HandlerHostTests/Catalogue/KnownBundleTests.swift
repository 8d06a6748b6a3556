import Foundation
import HandlerHost
import StateStore
import TestSupport
import Testing

/// Hosts that start on a data folder in which good bundles are kept.
@Suite(.timeLimit(.minutes(2)))
struct KnownBundleTests {
    private let data: TemporaryFolder
    private let store = MemoryStateStore()

    init() throws { data = try TemporaryFolder() }

    private func host(
        _ files: [String: String], release: String = "1", _ configure: (inout HostConfiguration) throws -> Void = { _ in }
    ) async throws -> TestHost {
        try await TestHost(files, store: store) {
            $0.bundlesFolder = data.path + "/bundles"
            $0.release = release
            $0.spareWorkers = 0
            try configure(&$0)
        }
    }

    private func summary(_ test: TestHost, _ name: String = "a") async throws -> SandboxSummary {
        try #require(await test.host.summaries().first { $0.name == name })
    }

    @Test func aBundleThatHasLoadedBeforeServesWithoutBeingLoaded() async throws {
        let files = [
            "a/main.js": "Sandbox.define('/x', 'GET', (req, res) => res.json({ a: 1 }))\n", "a/state.json": #"{"n":1}"#,
        ]
        let first = try await host(files)
        #expect(try await summary(first).processID != nil)
        await first.stop()
        let second = try await host(files)
        let known = try await summary(second)
        #expect(known.bundle != nil && known.routes == ["GET /x"] && known.problem == nil && known.stateVersion == 1)
        #expect(known.processID == nil, "no worker has loaded it")
        #expect(await second.get("/@a/x").text == #"{"a":1}"#)
        #expect(await second.get("/@a/y").status == 404)
        await second.stop()
        let third = try await host(files, release: "2")
        #expect(try await summary(third).processID != nil, "another release loads it anew")
        await third.stop()
    }

    /// Nobody who asks in the moment in which a sandbox begins to serve is forgotten.
    @Test func everybodyIsAnsweredWhoAsksWhileSandboxesBeginToServe() async throws {
        let names = (1...40).map { "s\($0)" }
        let files = Dictionary(uniqueKeysWithValues: names.map { ("\($0).js", "export default () => ({ returned_code: 1 })\n") })
        let first = try await host(files)
        await first.stop()
        let second = try await TestHost(files, store: store, waits: false) {
            $0.bundlesFolder = data.path + "/bundles"
            $0.release = "1"
            $0.spareWorkers = 0
        }
        let others = await withTaskGroup(of: TurnReply.self) { tasks in
            for _ in 1...12 { for name in names { tasks.addTask { await second.get("/@\(name)/") } } }
            return await tasks.reduce(into: [TurnReply]()) { if $1.status != 200 { $0.append($1) } }
        }
        #expect(others.map(\.text) == [])
        await second.stop()
    }

    @Test func theLastGoodVersionServesAfterARestartAndTheProblemIsShown() async throws {
        let good = ["a/go.ts": "export default () => ({ returned_code: 1 as number })\n", "a/sandbox.yaml": "config: { k: ы }\n"]
        let first = try await host(good)
        try first.folder.write("export default (", to: "a/go.ts")
        _ = await first.event { $0.kind == .loadFailed }
        await first.stop()
        for broken in ["export default (", "throw new Error('never')\n"] {
            let second = try await host(["a/go.ts": broken])
            #expect(await second.get("/@a/go").text == #"{"returned_code":1}"#)
            let shown = try await summary(second)
            #expect(shown.bundle != nil && shown.problem?.contains("a/go.ts") == true || shown.problem?.contains("never") == true)
            try second.folder.write("export default () => ({ returned_code: 2 })\n", to: "a/go.ts")
            try await eventually("what is right serves") { await second.get("/@a/go").text == #"{"returned_code":2}"# }
            #expect(try await summary(second).problem == nil)
            try second.folder.write(good["a/go.ts"] ?? "", to: "a/go.ts")
            try await eventually("and what was before") { await second.get("/@a/go").text == #"{"returned_code":1}"# }
            await second.stop()
        }
    }

    @Test func theSecretsOfItsSettingsAreTodaysAndAreNotWrittenDown() async throws {
        let secrets = try TemporaryFolder()
        try secrets.write("correct-horse-1", to: "TOKEN")
        let files = [
            "a/main.js": "Sandbox.define('/' + Sandbox.config.path, 'GET', (req, res) => res.json(1))\n",
            "a/sandbox.yaml": "access: { token: \"${TOKEN}\" }\nconfig: { path: \"x${TOKEN}\" }\n",
        ]
        let first = try await host(files) { $0.secrets = SecretSource(environment: [:], folder: secrets.path) }
        #expect(await first.get("/@a/xcorrect-horse-1?token=correct-horse-1").status == 200)
        await first.stop()
        let kept = try Data(contentsOf: URL(filePath: data.path + "/bundles/a.bundle"))
        #expect(kept.range(of: Data("${TOKEN}".utf8)) != nil && kept.range(of: Data("correct".utf8)) == nil)
        try secrets.write("correct-horse-2", to: "TOKEN")
        let broken = files.merging(["a/main.js": "(", "a/sandbox.yaml": files["a/sandbox.yaml"] ?? ""]) { $1 }
        let second = try await host(broken) { $0.secrets = SecretSource(environment: [:], folder: secrets.path) }
        #expect(await second.get("/@a/xcorrect-horse-2?token=correct-horse-2").status == 200)
        await second.stop()
    }

    @Test func whatLoadingChangesIsChangedByTheNextStartToo() async throws {
        let main = [
            "a/main.js": "state.starts = (state.starts ?? 0) + 1\nSandbox.define('/x', 'GET', (req, res) => res.json(state.starts))\n"
        ]
        let first = try await host(main)
        let before = try await summary(first).stateVersion
        await first.stop()
        let second = try await host(main)
        #expect(try await summary(second).stateVersion > before)
        await second.stop()
    }

    @Test func routesThatDependOnTheMomentAreThoseOfTheWorkerThatRuns() async throws {
        let main =
            "Sandbox.define('/r' + (state.n ?? 0), 'GET', (req, res) => { state.n = (state.n ?? 0) + 1; return res.json(state.n) })\n"
        let first = try await host(["a/main.js": main])
        #expect(await first.get("/@a/r0").text == "1")
        await first.stop()
        let second = try await host(["a/main.js": main])
        // Its worker starts with this request, and defines another route.
        #expect(await second.get("/@a/r0").status == 404)
        #expect(await second.get("/@a/r1").text == "2")
        await second.stop()
    }

    @Test func aDamagedFileIsToldOfAndTheBundleLoads() async throws {
        let files = ["a/go.js": "module.exports = () => ({ returned_code: 1 })\n"]
        let first = try await host(files)
        await first.stop()
        try data.write("ringbox bundle 1\nnonsense", to: "bundles/a.bundle")
        let second = try await host(files)
        #expect(await second.event { $0.kind == .warning && $0.message.contains("damaged") } != nil)
        #expect(try await summary(second).processID != nil)
        #expect(await second.get("/@a/go").text == #"{"returned_code":1}"#)
        await second.stop()
    }

    @Test func aRemovedSandboxIsForgotten() async throws {
        let good = "module.exports = () => ({ returned_code: 1 })\n"
        let first = try await host(["a/go.js": good, "b/go.js": good])
        await first.stop()
        let second = try await host(["b/go.js": good])
        try await eventually("nothing of it is kept") { !FileManager.default.fileExists(atPath: data.path + "/bundles/a.bundle") }
        await second.stop()
        let third = try await host(["a/go.js": "(", "b/go.js": good])
        #expect(await third.get("/@a/go").outcome == .loadFailed, "what served under its name once was another sandbox")
        await third.stop()
    }
}
