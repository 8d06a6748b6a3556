import Foundation
import Glibc
import JSONText
import TestSupport
import Testing

/// A host whose user may have no further threads and processes, as under `ulimit -u`, `TasksMax` or `pids_limit`.
@Suite(.ownThreads, .serialized, .timeLimit(.minutes(5)))
struct ThreadTests {
    /// Runs a program as a user whom such limits are for.
    private static let unprivileged =
        getuid() == 0 ? ["/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] : []

    private static let code = "module.exports = () => ({ returned_code: 1 })"

    private func host(_ sandboxes: [String] = ["a", "b", "c"]) throws -> HostProcess {
        let handlers = try TemporaryFolder()
        for name in sandboxes { try handlers.write(Self.code, to: "\(name)/index.js") }
        let data = try TemporaryFolder()
        try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: data.path)
        return try HostProcess(handlers: handlers, data: data, prefix: Self.unprivileged)
    }

    /// From here on the host gets no thread and no process.
    private func allowNoMore(_ host: HostProcess) throws { try limit(host, "1") }

    /// From here on it gets as many as it may have.
    private func allowAll(_ host: HostProcess) throws {
        let limits = try String(contentsOfFile: "/proc/\(host.processID)/limits", encoding: .utf8)
        let line = try #require(limits.split(separator: "\n").first { $0.hasPrefix("Max processes") })
        // The name of two words, the soft limit, the hard one, the unit.
        try limit(host, String(line.split(separator: " ")[3]))
    }

    private func limit(_ host: HostProcess, _ count: String) throws {
        let command = Self.unprivileged + ["/usr/bin/prlimit", "--pid", "\(host.processID)", "--nproc=\(count):"]
        try #require(CommandResult.run(command[0], Array(command.dropFirst())).exitCode == 0)
    }

    /// The processes of the sandboxes, without the one that waits ready.
    private func sandboxProcesses(_ host: HostProcess) throws -> [Int32] {
        let list = try JSONValue(parsing: host.admin("GET", "/sandboxes").text).array ?? []
        return list.compactMap { $0["processID"]?.int }.map { Int32(truncatingIfNeeded: $0) }
    }

    @Test func theEndsOfItsWorkersDoNotEndIt() async throws {
        let host = try host()
        for name in ["a", "b", "c"] { #expect(try host.get("/@\(name)/").status == 200) }
        try allowNoMore(host)
        let workers = try sandboxProcesses(host)
        try #require(workers.count == 3)
        for worker in try host.children() { kill(worker, SIGKILL) }
        // The end of the one that waits ready is noticed when it is taken.
        try await eventually("they are reaped") { workers.allSatisfy { kill($0, 0) != 0 } }
        for _ in 0..<8 {
            let answer = try host.get("/@a/")
            #expect(answer.status == 503 && answer.text.contains("pids_limit"), "\(answer.text)")
        }
        try allowAll(host)
        for name in ["a", "b", "c"] {
            try await eventually("there are processes again") { try host.get("/@\(name)/").status == 200 }
        }
        #expect(host.kill(SIGTERM) == 0)
    }

    /// There is none when the limit is reached: all that the first one needs of the host is there.
    @Test(arguments: [true, false]) func theFirstSandboxNeedsNoThreadOfItsOwn(isServed: Bool) async throws {
        let host = try host([])
        try allowNoMore(host)
        try host.handlers.write(Self.code, to: "new/index.js")
        try await eventually("the sandbox is known") { try host.get("/@new/").status == 503 }
        if isServed {
            try allowAll(host)
            try await eventually("it has a process") { try host.get("/@new/").status == 200 }
        }
        #expect(host.kill(SIGTERM) == 0)
    }

    @Test func itStopsAsAtOtherTimes() throws {
        let host = try host()
        #expect(try host.get("/@a/").status == 200)
        try allowNoMore(host)
        #expect(host.kill(SIGTERM) == 0)
    }

    /// Threads that write, store and print are let go then, and have to be made again.
    @Test func aHostThatWasIdleServesAsAtOtherTimes() async throws {
        let host = try host()
        for name in ["a", "b", "c"] { #expect(try host.get("/@\(name)/").status == 200) }
        try await eventually("libdispatch's threads for its queues are gone, but the one that has its timers") {
            try host.threadNames().count { $0.contains("overcommit") } == 1
        }
        try allowNoMore(host)
        for name in ["a", "b", "c"] { #expect(try host.get("/@\(name)/").status == 200) }
        #expect(try sandboxProcesses(host).count == 3)
        #expect(host.kill(SIGTERM) == 0)
    }

    @Test func withTooFewItSaysSoAndDoesNotBegin() throws {
        let (handlers, data) = (try TemporaryFolder(), try TemporaryFolder())
        let command =
            Self.unprivileged + [
                "/usr/bin/prlimit", "--nproc=20:", BuiltProducts.path(of: "ringbox"), "serve", "--handlers", handlers.path, "--data",
                data.path, "--port", "0", "--admin-port", "0",
            ]
        let result = try CommandResult.run(command[0], Array(command.dropFirst()))
        #expect(result.exitCode == 69)
        #expect(result.errors.contains("raise \"ulimit -u\", TasksMax or pids_limit"), "\(result.errors)")
    }
}
