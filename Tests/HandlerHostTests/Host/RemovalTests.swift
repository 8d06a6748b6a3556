import Foundation
import HandlerHost
import TestSupport
import Testing

/// What the callers of a sandbox notice when its files are removed.
struct RemovalTests {
    @Test(.timeLimit(.minutes(1))) func aTurnThatRunsIsAnsweredWhenItsSandboxIsRemoved() async throws {
        let test = try await TestHost([
            "a/spin.js": "module.exports = () => { while (true) {} }",
            "a/go.js": "module.exports = () => ({ returned_code: 1 })",
            "a/sandbox.yaml": "limits: { wall: 10m, cpu: 10m, queued: 10m }", "b.js": "module.exports = () => 1",
        ]) { $0.removalPatience = .zero }
        #expect(await test.get("/@a/go").status == 200)
        async let spinning = test.get("/@a/spin")
        try await eventually("it is under way") { await test.host.summaries().first { $0.name == "a" }?.unanswered == 1 }
        // Behind it in the same process, so that it is known to run when this one has been let in.
        async let waiting = test.get("/@a/go")
        try await eventually("the next one is, too") { await test.host.summaries().first { $0.name == "a" }?.unanswered == 2 }
        try test.folder.remove("a")
        #expect(await spinning.outcome == .notFound)
        #expect(await waiting.outcome == .notFound)
    }

    @Test(.timeLimit(.minutes(1))) func nobodyIsRemovedWhileTheFolderIsGone() async throws {
        let test = try await TestHost(["a/go.js": "module.exports = () => ({ returned_code: 1 })"]) {
            $0.removalPatience = .zero
            $0.pollInterval = .milliseconds(100)
        }
        let aside = test.folder.path + "-aside"
        #expect(rename(test.folder.path, aside) == 0)
        _ = await test.event { $0.kind == .error && $0.message.contains("cannot be read") }
        #expect(await test.get("/@a/go").outcome == .ok)
        // Back, and empty: a folder that is not mounted.
        try FileManager.default.createDirectory(atPath: test.folder.path, withIntermediateDirectories: false)
        _ = await test.event { $0.kind == .error && $0.message.contains(".empty") }
        #expect(await test.get("/@a/go").outcome == .ok)
        #expect(rmdir(test.folder.path) == 0 && rename(aside, test.folder.path) == 0)
        try test.folder.write("module.exports = () => ({ returned_code: 2 })", to: "a/go.js")
        try await eventually("a save counts again") { await test.get("/@a/go").text == #"{"returned_code":2}"# }
    }

    @Test(.timeLimit(.minutes(1))) func allAreRemovedWhenTheOperatorSaysSo() async throws {
        let test = try await TestHost(["a.js": "module.exports = () => 1", "b.js": "module.exports = () => 1"]) {
            $0.removalPatience = .zero
        }
        try test.folder.remove("a.js")
        try test.folder.remove("b.js")
        _ = await test.event { $0.kind == .error && $0.message.contains(".empty") }
        #expect(Set(test.host.names).isSubset(of: ["a", "b"]) && !test.host.names.isEmpty)
        try test.folder.write("", to: ".empty")
        try await eventually("they are gone") { test.host.names.isEmpty }
    }
}
