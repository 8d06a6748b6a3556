import Foundation
import Glibc
import TestSupport
import Testing

/// A host whose user may have no further threads and processes, as under `ulimit -u`, `TasksMax` or `pids_limit`.
@Suite(.ownThreads, .serialized, .timeLimit(.minutes(5)))
struct ThreadTests {
    /// Runs a program as a user whom such limits are for.
    private static let unprivileged =
        getuid() == 0 ? ["/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] : []

    private func host() throws -> HostProcess {
        let handlers = try TemporaryFolder()
        for name in ["a", "b", "c"] { try handlers.write("module.exports = () => ({ returned_code: 1 })", to: "\(name)/index.js") }
        let data = try TemporaryFolder()
        try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: data.path)
        return try HostProcess(handlers: handlers, data: data, prefix: Self.unprivileged)
    }

    /// From here on the host gets no thread and no process.
    private func allowNoMore(_ host: HostProcess) throws {
        let command = Self.unprivileged + ["/usr/bin/prlimit", "--pid", "\(host.processID)", "--nproc=1:"]
        try #require(CommandResult.run(command[0], Array(command.dropFirst())).exitCode == 0)
    }

    @Test func theEndsOfItsWorkersDoNotEndIt() async throws {
        let host = try host()
        for name in ["a", "b", "c"] { #expect(try host.get("/@\(name)/").status == 200) }
        try allowNoMore(host)
        let workers = try host.children()
        for worker in workers { kill(worker, SIGKILL) }
        // But for the one that waits ready: its end is noticed when it is taken.
        try await eventually("they are reaped") { workers.count { kill($0, 0) == 0 } <= 1 }
        #expect([200, 500, 503].contains(try host.get("/@a/").status))
        #expect(host.kill(SIGTERM) == 0)
    }

    @Test func itStopsAsAtOtherTimes() throws {
        let host = try host()
        #expect(try host.get("/@a/").status == 200)
        try allowNoMore(host)
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
