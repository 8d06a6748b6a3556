import Glibc
import HTTPText
import NIOCore
import TestSupport
import Testing

@testable import HandlerHost

/// A stop while a worker is being opened: its end is no error.
@Suite(.timeLimit(.minutes(2)))
struct StopTests {
    private let store = CountedStore()

    private func errors(_ test: TestHost) -> [String] {
        test.host.activity.entries().compactMap { entry in
            guard case .event(let event) = entry.content, event.kind == .error || event.kind == .loadFailed else { return nil }
            return event.message
        }
    }

    /// Has a stop end a worker whose state is being read for it, and returns what was told of that.
    private func errors(hasState: Bool, of stop: (TestHost) -> Task<Void, Never>) async throws -> [String] {
        let workers = try OwnWorkers()
        var files = ["a/go.js": "module.exports = () => ({ returned_code: 1 })"]
        if hasState { files["a/state.json"] = #"{"n": 1}"# }
        let test = try await TestHost(files, store: store) {
            $0.workerExecutable = workers.path
            $0.spareWorkers = 0
        }
        let sandbox = try #require(SandboxName("a").flatMap { test.host.directory[$0] })
        sandbox.evict()
        try await eventually("the first worker is gone") { try workers.count == 0 }
        store.hold()
        async let reply = test.get("/@a/go")
        try await eventually("the state is being read") { try store.heldLoads == 1 && workers.count == 1 }
        let process = try #require(try workers.processes.first)
        let stopping = stop(test)
        try await eventually("the worker is reaped") { kill(process, 0) != 0 }
        try await sandbox.loop.submit {}.get()
        store.release()
        await stopping.value
        try await eventually("opening it is given up") { await !sandbox.isOpening || sandbox.isClosing }
        await test.stop()
        #expect(await reply.outcome != .ok)
        return errors(test)
    }

    @Test(arguments: [false, true]) func ofTheHostIsNoErrorOfTheWorker(hasState: Bool) async throws {
        #expect(try await errors(hasState: hasState) { test in Task { await test.stop() } } == [])
    }

    @Test(arguments: [false, true]) func ofTheWaitingIsNoErrorOfTheWorkerNorOfTheStore(hasState: Bool) async throws {
        #expect(try await errors(hasState: hasState) { test in Task { test.host.abandonTurns() } } == [])
    }
}
