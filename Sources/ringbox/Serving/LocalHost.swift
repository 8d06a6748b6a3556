import HTTPFrontend
import HTTPText
import HandlerHost
import Logging
import PBXClient
import PlainText
import StateStore
import VirtualPBX

/// A host inside a command: its sandboxes answer on a free port of this machine, and their states are forgotten at the end.
struct LocalHost: Sendable {
    let host: HandlerHost
    /// Of the sandboxes.
    let port: Int
    /// Whom scenarios may ask outside their sandboxes.
    let urls: ScenarioURLs

    /// Where a sandbox answers, without a `/` at the end.
    func base(of sandbox: SandboxName) -> String { "http://127.0.0.1:\(port)/@\(sandbox)" }

    /// Asks a sandbox. To be closed.
    func client(of sandbox: SandboxName) -> PBXClient { PBXClient(base: base(of: sandbox), urls: urls) }

    /// Sees to it that a sandbox answers. The command shows none of its secrets from here on.
    ///
    /// - Throws: ``CommandFailure`` when there is no such sandbox, or when it does not load.
    func require(_ sandbox: SandboxName) async throws(CommandFailure) {
        await host.settle(sandbox)
        CommandSecrets.hide(host.redaction(of: sandbox))
        let summaries = await host.summaries()
        guard let summary = summaries.first(where: { $0.name == sandbox.text }) else {
            let nearest = Spelling.nearest(to: sandbox.text, among: summaries.map(\.name)).first.map { " (did you mean \"\($0)\"?)" } ?? ""
            throw CommandFailure(.noInput, "there is no sandbox \"\(sandbox)\"\(nearest)")
        }
        if let problem = summary.problem { throw CommandFailure(.failure, "\(sandbox) does not load: \(problem)") }
    }

    /// Makes a sandbox's state what it is at the very first start.
    func resetState(of sandbox: SandboxName) async throws(CommandFailure) {
        do {
            _ = try await host.resetState(of: sandbox.text)
        } catch {
            throw CommandFailure(.failure, "the state of \(sandbox) cannot be reset: \(error)")
        }
    }

    /// What a sandbox's state is at the very first start, as JSON.
    func seed(of sandbox: SandboxName) async throws(CommandFailure) -> [UInt8] {
        try await resetState(of: sandbox)
        do {
            return try await host.state(of: sandbox.text).document
        } catch {
            throw CommandFailure(.failure, "the state of \(sandbox) cannot be read: \(error)")
        }
    }

    /// Brings a host into operation for as long as `body` runs.
    ///
    /// - Throws: What `body` throws, or the system's error when no port can be listened at.
    static func run<Value: Sendable>(
        _ configuration: HostConfiguration, urls: ScenarioURLs = .none, _ body: @escaping @Sendable (LocalHost) async throws -> Value
    ) async throws -> Value {
        let host = HandlerHost(configuration: configuration, store: MemoryStateStore())
        let readiness = Readiness()
        let (ports, port) = AsyncStream<Int>.makeStream()
        let server = TrafficServer(
            host: host, address: ListenAddress(host: "127.0.0.1", port: 0), readiness: readiness, logger: logger,
            isListening: { port.yield($0.port) })
        return try await withThrowingTaskGroup(of: Value?.self) { tasks in
            tasks.addTask {
                await host.run { readiness.announce() }
                return nil
            }
            tasks.addTask {
                // It listens as long as it serves.
                defer { port.finish() }
                try await server.run()
                return nil
            }
            tasks.addTask {
                for await port in ports { return try await body(LocalHost(host: host, port: port, urls: urls)) }
                return nil
            }
            defer { tasks.cancelAll() }
            while let result = try await tasks.next() {
                if let result { return result }
            }
            throw CommandFailure(.unavailable, "the host ended before it had started")
        }
    }

    private static var logger: Logger {
        var logger = Logger(label: "ringbox") { _ in LineLogHandler(lines: LogLines()) }
        // The server tells its own end as an error.
        logger.logLevel = .critical
        return logger
    }
}
