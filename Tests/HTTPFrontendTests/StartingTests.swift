import HTTPFrontend
import HandlerHost
import JSONText
import Logging
import ServiceLifecycle
import StateStore
import Synchronization
import TestSupport
import Testing

/// The servers while the host is not ready.
@Suite(.timeLimit(.minutes(1)))
struct StartingTests {
    private let readiness = Readiness()
    private let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    private let address = ListenAddress(host: "127.0.0.1", port: 0)
    private let host = HandlerHost(
        configuration: HostConfiguration(handlersFolder: "/nonexistent", workerExecutable: "/nonexistent"), store: MemoryStateStore())

    private func group(_ service: any Service) -> ServiceGroup {
        ServiceGroup(configuration: ServiceGroupConfiguration(services: [service], logger: logger))
    }

    @Test func acceptNoTrafficAndCanStillBeStopped() async throws {
        let isListening = Atomic<Bool>(false)
        let group = group(
            TrafficServer(host: host, address: address, readiness: readiness, logger: logger) { _ in
                isListening.store(true, ordering: .relaxed)
            })
        await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            await group.triggerGracefulShutdown()
            // A group that is stopped before it has begun says so.
            while let end = await tasks.nextResult() {
                if case .failure(let error) = end { #expect(error is ServiceGroupError) }
            }
        }
        let wasListening = isListening.load(ordering: .relaxed)
        #expect(!wasListening)
    }

    @Test func tellThatTheHostIsStarting() async throws {
        let (ports, said) = AsyncStream<Int>.makeStream()
        let group = group(
            AdminServer(
                host: host, address: address, token: AdminToken("t"), readiness: readiness, version: "0", logger: logger,
                isListening: { said.yield($0.port) }))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            var iterator = ports.makeAsyncIterator()
            let port = try #require(await iterator.next())
            let answer = try #require(try await RawConnection(port: port).ask("GET /health HTTP/1.1\r\nHost: a\r\n\r\n"))
            #expect(answer.status == 503)
            #expect(try JSONValue(parsing: answer.body)["status"] == "starting")
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }
}
