import HTTPText
import StateStore
import TestSupport
import Testing

@testable import HandlerHost

/// Folders of handlers and secrets on a mount whose server is gone.
@Suite(.timeLimit(.minutes(2))) struct AnswerlessFolderTests {
    private static let good = "module.exports = () => ({ returned_code: 1 })\n"
    private let mount = DeadMount()
    private let data: TemporaryFolder
    private let secrets: TemporaryFolder

    init() throws {
        data = try TemporaryFolder()
        secrets = try TemporaryFolder()
        try secrets.write("hunter22", to: "TOKEN")
    }

    private var looking: FolderWatcher.Looking {
        FolderWatcher.Looking(patience: .milliseconds(100), begins: { [mount] in mount.answer(to: $0) })
    }

    private func host(
        _ files: [String: String], store: any StateStore, looking: FolderWatcher.Looking = FolderWatcher.Looking()
    ) async throws -> TestHost {
        try await TestHost(files, store: store) {
            $0.bundlesFolder = data.path + "/bundles"
            $0.pollInterval = .milliseconds(100)
            $0.looking = looking
        }
    }

    private func sentences(_ test: TestHost) -> [String] {
        test.host.activity.entries().compactMap { if case .event(let event) = $0.content { event.message } else { nil } }
    }

    @Test func secretsThatCannotBeReadKeepOnlyThoseDownWhoNameThem() async throws {
        mount.dies("")
        let source = SecretSource(environment: [:], folder: secrets.path, looking: looking)
        let test = try await TestHost([
            "a/go.js": Self.good, "s/go.js": Self.good, "s/sandbox.yaml": "config: { token: \"${TOKEN}\" }\n",
        ]) { $0.secrets = source }
        #expect(await test.get("/@a/go").outcome == .ok)
        #expect(await test.get("/@s/go").outcome == .loadFailed)
        let problem = try #require(await test.host.summaries().first { $0.name == "s" }?.problem)
        #expect(problem.contains("the folder of --secrets has not answered") && problem.hasSuffix("it is tried again"), "\(problem)")
        mount.revives()
        try await eventually("it serves without a save") { await test.get("/@s/go").outcome == .ok }
        await test.stop()
    }

    /// It would keep its place for reading otherwise.
    @Test func aSandboxWhoseFilesDoNotAnswerIsReadForOnlySoLong() async throws {
        let handlers = try TemporaryHandlers()
        try handlers.write("s/go.js")
        mount.dies("s")
        let builder = BundleBuilder(folder: handlers.path, looking: looking)
        let name = try #require(SandboxName("s"))
        let entry = SandboxEntry(name: name, entry: "s", kind: .folder)
        for _ in 1...2 {
            await #expect(throws: BundleError.hangs(sandbox: name, limit: .milliseconds(100))) { try await builder.build(entry) }
        }
        mount.revives()
        try await eventually("it is read") { (try? await builder.build(entry)) != nil }
    }

    @Test func secretsThatDoNotAnswerWhileTheHostRunsAreTold() async throws {
        let test = try await TestHost(["a/go.js": Self.good]) {
            $0.pollInterval = .milliseconds(100)
            $0.secrets = SecretSource(environment: [:], folder: secrets.path)
            $0.looking = looking
        }
        mount.dies("")
        let sentence = "the secrets folder \(secrets.path) "
        try await eventually("it is told") { sentences(test).contains { $0.hasPrefix(sentence + "has not answered for 100 ms") } }
        mount.revives()
        try await eventually("that it answers, too") { sentences(test).contains(sentence + "answers again") }
        await test.stop()
    }

    /// esbuild refuses the file each time that it is read, which nothing else repeats.
    @Test func whatIsThereIsReadAgainWhenTheSecretsAnswerAgain() async throws {
        let tools = try TemporaryFolder()
        try tools.write("#!/bin/sh\nprintf x >> \(tools.path)/runs\nexec /usr/bin/esbuild \"$@\"\n", to: "draft")
        // Written by another program: a file that this one has open cannot be run.
        let esbuild = tools.path + "/esbuild"
        try #require(CommandResult.run("/usr/bin/install", ["-m", "700", tools.path + "/draft", esbuild]).exitCode == 0)
        let test = try await TestHost(["a/go.ts": "export default ("]) {
            $0.pollInterval = .milliseconds(100)
            $0.secrets = SecretSource(environment: [:], folder: secrets.path)
            $0.looking = looking
            $0.transformer = esbuild
        }
        mount.dies("")
        let sentence = "the secrets folder \(secrets.path) has not answered"
        try await eventually("it is told") { sentences(test).contains { $0.hasPrefix(sentence) } }
        let count = try tools.read("runs").count
        #expect(count > 0)
        #expect(await test.host.summaries().allSatisfy { $0.problem?.contains("it is tried again") == false })
        mount.revives()
        try await eventually("it is read again") { try tools.read("runs").count > count }
        await test.stop()
    }

    @Test func handlersThatDoNotAnswerAtTheStartAreToldAndWhatWasKeptServes() async throws {
        let store = MemoryStateStore()
        let first = try await host(["a/go.js": Self.good], store: store)
        await first.stop()
        mount.dies("")
        let second = try await host(["a/go.js": Self.good, "b/go.js": Self.good], store: store, looking: looking)
        #expect(await second.get("/@a/go").text == #"{"returned_code":1}"#)
        #expect(await second.get("/@b/go").status == 404)
        try await eventually("it is told") {
            sentences(second).contains { $0.hasPrefix("the handlers folder \(second.folder.path) has not answered for 100 ms") }
        }
        mount.revives()
        try await eventually("what is there serves") { await second.get("/@b/go").outcome == .ok }
        try await eventually("nothing is wrong any more") { await second.host.summaries().allSatisfy { $0.problem == nil } }
        await second.stop()
    }
}
