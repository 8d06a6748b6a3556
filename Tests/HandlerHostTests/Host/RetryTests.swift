import Foundation
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

    @Test func isTriedLessAndLessOften() {
        var retry = RetryPause()
        let pauses = (0..<12).map { _ in retry.failed() }
        #expect(pauses.prefix(4) == [.milliseconds(250), .milliseconds(500), .seconds(1), .seconds(2)])
        #expect(pauses.suffix(3) == [.seconds(60), .seconds(60), .seconds(60)])
    }

    private func told(_ test: TestHost) -> Int {
        test.host.activity.entries().count {
            if case .event(let event) = $0.content { event.kind == .loadFailed } else { false }
        }
    }
}
