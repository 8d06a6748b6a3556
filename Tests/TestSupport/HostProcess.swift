import Foundation
import Glibc

/// A running `ringbox serve` with folders of its own.
package final class HostProcess {
    package let handlers: TemporaryFolder
    package let data: TemporaryFolder
    package private(set) var trafficPort = 0
    package private(set) var adminPort = 0
    /// 0 without `--agi-port`.
    package private(set) var agiPort = 0
    package private(set) var output: OutputCollector

    private var program: ChildProgram
    private let options: [String]
    private let command: [String]
    private let environment: [String: String]
    private let waits: Bool
    private let disk: PrivateDisk?

    /// Starts the host and waits until it serves.
    ///
    /// - Parameters:
    ///   - openFiles: How many it may have; nil for what this process may.
    ///   - prefix: A program that runs the host, with its arguments.
    ///   - disk: Has the data folder instead of `data`.
    ///   - waits: Whether to wait until each sandbox has loaded or has failed to as well.
    package init(
        handlers: TemporaryFolder, data: TemporaryFolder, options: [String] = [], environment: [String: String] = [:],
        openFiles: Int? = nil, prefix: [String] = [], disk: PrivateDisk? = nil, waits: Bool = true
    ) throws {
        // Of a limit that is given twice the last one counts: that of the test.
        let places = ["--handlers", handlers.path, "--data", disk?.path ?? data.path, "--port", "0", "--admin-port", "0"]
        var command = [BuiltProducts.path(of: "ringbox"), "serve"] + places + GenerousLimits.ceilings + options
        if let openFiles { command = ["/bin/sh", "-c", "ulimit -n \(openFiles) && exec \"$0\" \"$@\""] + command }
        command = prefix + command
        if let disk { command = disk.inside + command }
        self.command = command
        self.disk = disk
        self.waits = waits
        self.handlers = handlers
        self.data = data
        self.options = options
        self.environment = environment
        (program, output) = try Self.launch(command, environment)
        try readPorts()
    }

    deinit {
        kill(SIGKILL)
    }

    package var processID: Int32 { program.processID }

    /// Kills the host, if it still runs, and starts it again on the same folders.
    package func restart() throws {
        kill(SIGKILL)
        (program, output) = try Self.launch(command, environment)
        try readPorts()
    }

    /// Sends a signal and waits for the end.
    ///
    /// - Returns: The exit code, or 128 and the signal that ended it.
    @discardableResult
    package func kill(_ signal: Int32) -> Int32 {
        program.signal(signal)
        return program.wait()
    }

    /// Sends a signal, and does not wait.
    package func signal(_ number: Int32) { program.signal(number) }

    /// Waits for the end.
    ///
    /// - Returns: The exit code, or 128 and the signal that ended it.
    package func wait() -> Int32 { program.wait() }

    /// The processes that the host has started.
    package func children() throws -> [Int32] {
        try FileManager.default.contentsOfDirectory(atPath: "/proc/\(processID)/task").flatMap { thread in
            let text = try? String(contentsOfFile: "/proc/\(processID)/task/\(thread)/children", encoding: .utf8)
            return (text ?? "").split(separator: " ").compactMap { Int32($0) }
        }
    }

    /// What the host's threads are called, as the kernel cuts it: 15 bytes.
    package func threadNames() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: "/proc/\(processID)/task").compactMap {
            // None for one that has ended since.
            (try? String(contentsOfFile: "/proc/\(processID)/task/\($0)/comm", encoding: .utf8)).map { String($0.dropLast()) }
        }
    }

    package func connect() throws -> HTTPConnection { try HTTPConnection(port: trafficPort) }

    /// One request on a connection of its own.
    package func get(_ target: String, host: String = "localhost") throws -> HTTPAnswer {
        try connect().request("GET", target, host: host)
    }

    /// One request to the admin port, with the token.
    package func admin(_ method: String = "GET", _ target: String, body: String = "") throws -> HTTPAnswer {
        let file = "\(disk?.outerPath ?? data.path)/admin.token"
        let token = try String(contentsOfFile: file, encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)
        return try HTTPConnection(port: adminPort).request(method, target, headers: ["Authorization": "Bearer \(token)"], body: body)
    }

    private static func launch(_ command: [String], _ environment: [String: String]) throws -> (ChildProgram, OutputCollector) {
        let output = try OutputCollector()
        let nothing = open("/dev/null", O_RDONLY | O_CLOEXEC)
        defer { close(nothing) }
        let program = try ChildProgram(
            command[0], Array(command.dropFirst()), descriptors: (nothing, output.input, output.input), environment: environment)
        output.start()
        return (program, output)
    }

    private func readPorts() throws {
        trafficPort = try port(of: "traffic http")
        adminPort = try port(of: "admin http")
        if options.contains("--agi-port") { agiPort = try port(of: "agi agi://") }
        if waits { try waitForSandboxes() }
    }

    /// Each has loaded or has failed to: they load after the ports are open.
    private func waitForSandboxes() throws {
        let deadline = Date(timeIntervalSinceNow: 120)
        var health = ""
        while Date() < deadline {
            health = try HTTPConnection(port: adminPort).request("GET", "/health").text
            guard !health.contains(#""loading": 0"#) else { return }
            poll(nil, 0, 2)
        }
        throw StillLoading(health: health)
    }

    /// Sandboxes that have neither loaded nor failed to after two minutes.
    private struct StillLoading: Error { let health: String }

    private func port(of prefix: String) throws -> Int {
        let line = try output.line { $0.hasPrefix(prefix) }
        return line.split(separator: ":").last.flatMap { Int($0) } ?? 0
    }
}
