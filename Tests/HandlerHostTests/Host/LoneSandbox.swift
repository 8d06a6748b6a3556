import HTTPText
import NIOPosix
import StateStore
import TestSupport
import Testing

@testable import HandlerHost

/// A sandbox without a host, whose processes and places the test decides about.
final class LoneSandbox: Sendable {
    let sandbox: LiveSandbox
    let services: SandboxServices
    private let bundle: SandboxBundle
    private let handlers: TemporaryHandlers

    /// - Parameters:
    ///   - code: Of its only file.
    ///   - start: Gets each process that was started for it; may block.
    init(
        _ code: String, places: LoadPlaces = LoadPlaces(), start: @escaping @Sendable (WorkerProcess) -> Void = { _ in }
    ) async throws {
        handlers = try TemporaryHandlers()
        try handlers.write("a/go.js", code)
        try handlers.write("a/sandbox.yaml", "limits: { load: 10m }\n")
        bundle = try await handlers.build("a")
        let store = MemoryStateStore()
        let loops = MultiThreadedEventLoopGroup.singleton
        let executable = BuiltProducts.path(of: "ringbox-worker")
        let pool = WorkerPool(spareCount: 0) { () throws(WorkerStartError) in
            let process = try WorkerProcess(executable: executable)
            start(process)
            return process
        }
        services = SandboxServices(
            store: store, commits: CommitQueue(store: store) { _, _ in }, signal: StateSignal(), pool: pool, activity: ActivityLog(),
            cgroups: nil, watch: LoopWatch(loops) { _, _ in }, shelf: nil,
            configuration: HostConfiguration(handlersFolder: handlers.path, workerExecutable: executable), places: places)
        let name = try #require(SandboxName("a"))
        sandbox = LiveSandbox(name: name, loop: loops.next(), services: services) { sandbox in Task { await sandbox.work() } }
    }

    /// Has it load its bundle.
    func load(_ urgency: Urgency) { sandbox.renew(.built(BuiltBundle(bundle: bundle, routes: nil), urgency)) }

    /// Has it load no longer, and waits until it has ended.
    func end() async throws {
        sandbox.close()
        await sandbox.work()
        try await eventually("it has ended") { await sandbox.hasEnded }
    }
}

extension LiveSandbox {
    /// Whether a worker of it is between its start and its service.
    var hasCandidate: Bool { candidate != nil }
}
