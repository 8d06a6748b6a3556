import Foundation
import Glibc

/// A running `ringbox serve` with folders of its own.
package final class HostProcess {
    package let handlers: TemporaryFolder
    package let data: TemporaryFolder
    package private(set) var trafficPort = 0
    package private(set) var adminPort = 0
    package private(set) var output: OutputCollector

    private var process: Process
    private let options: [String]

    /// Starts the host and waits until it serves.
    package init(handlers: TemporaryFolder, data: TemporaryFolder, options: [String] = []) throws {
        self.handlers = handlers
        self.data = data
        self.options = options
        process = Process()
        output = OutputCollector()
        try start()
    }

    deinit {
        kill(SIGKILL)
    }

    package var processID: Int32 { process.processIdentifier }

    /// Starts the host again, on the same folders.
    package func restart() throws {
        kill(SIGKILL)
        process = Process()
        output = OutputCollector()
        try start()
    }

    /// Sends a signal and waits for the end.
    @discardableResult
    package func kill(_ signal: Int32) -> Int32 {
        if process.isRunning { Glibc.kill(process.processIdentifier, signal) }
        process.waitUntilExit()
        return process.terminationStatus
    }

    package func connect() throws -> HTTPConnection { try HTTPConnection(port: trafficPort) }

    /// One request on a connection of its own.
    package func get(_ target: String, host: String = "localhost") throws -> HTTPAnswer {
        try connect().request("GET", target, host: host)
    }

    /// One request to the admin port, with the token.
    package func admin(_ method: String = "GET", _ target: String, body: String = "") throws -> HTTPAnswer {
        let token = try data.read("admin.token").trimmingCharacters(in: .whitespacesAndNewlines)
        return try HTTPConnection(port: adminPort).request(method, target, headers: ["Authorization": "Bearer \(token)"], body: body)
    }

    private func start() throws {
        process.executableURL = URL(filePath: BuiltProducts.path(of: "ringbox"))
        process.arguments =
            ["serve", "--handlers", handlers.path, "--data", data.path, "--port", "0", "--admin-port", "0"] + options
        output.collect(from: process)
        try process.run()
        trafficPort = try port(after: "traffic http://127.0.0.1:")
        adminPort = try port(after: "admin http://127.0.0.1:")
    }

    private func port(after prefix: String) throws -> Int {
        let line = try output.line { $0.hasPrefix(prefix) }
        return Int(line.dropFirst(prefix.count).prefix { $0.isNumber }) ?? 0
    }
}
