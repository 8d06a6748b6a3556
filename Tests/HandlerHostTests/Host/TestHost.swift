import HandlerHost
import NIOCore
import StateStore
import Synchronization
import TestSupport

/// A host in this process, with real workers, over a folder of its own.
final class TestHost: Sendable {
    let folder: TemporaryFolder
    let host: HandlerHost
    private let running: Task<Void, Never>

    /// Writes `files` into a handlers folder and brings the host up.
    ///
    /// - Parameters:
    ///   - worker: The program that runs the sandboxes.
    ///   - waits: Whether to wait until each sandbox has loaded or has failed to.
    init(
        _ files: [String: String], store: any StateStore = MemoryStateStore(), worker: String = "ringbox-worker", waits: Bool = true,
        configure: (inout HostConfiguration) throws -> Void = { _ in }
    ) async throws {
        let folder = try TemporaryFolder()
        for (path, text) in files { try folder.write(text, to: path) }
        self.folder = folder
        var configuration = HostConfiguration(
            handlersFolder: folder.path, workerExecutable: BuiltProducts.path(of: worker), pollInterval: .seconds(60))
        configuration.ceilings.defaults = try LimitDefaults(parsing: GenerousLimits.all)
        try configure(&configuration)
        let host = HandlerHost(configuration: configuration, store: store)
        self.host = host
        let ready = AsyncStream<Void>.makeStream()
        running = Task {
            await host.run { ready.continuation.finish() }
            ready.continuation.finish()
        }
        for await _ in ready.stream {}
        if waits { await host.settle() }
    }

    deinit { running.cancel() }

    /// Ends the host and waits until everything is stored.
    func stop() async {
        running.cancel()
        await running.value
    }

    func get(
        _ target: String, method: String = "GET", host name: String? = nil, headers: [(name: String, value: String)] = [],
        body: String = "",
        peer: String = "127.0.0.1", isFromOwnAddress: Bool = false
    ) async -> TurnReply {
        let head = RequestHead(
            method: method, target: target, host: name ?? "localhost:8080", headers: headers, peer: peer,
            isFromOwnAddress: isFromOwnAddress, received: .now)
        return await host.respond(to: head) { limit in
            body.utf8.count > limit ? .failure(.tooLarge) : .success(ByteBuffer(string: body))
        }
    }

    /// Waits for an event of the sandbox that `matches`.
    func event(after number: UInt64 = 0, where matches: (HostEvent) -> Bool) async -> HostEvent? {
        var last = number
        while true {
            let entries = await host.activity.next(after: last)
            if entries.isEmpty { return nil }
            for entry in entries {
                if case .event(let event) = entry.content, matches(event) { return event }
                last = entry.number
            }
        }
    }

    /// The newest turn in the activity log.
    var lastTurn: TurnRecord? {
        for entry in host.activity.entries().reversed() {
            if case .turn(let record) = entry.content { return record }
        }
        return nil
    }
}

extension TurnReply {
    var text: String { String(buffer: body) }

    func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }
}
