import Glibc
import TestSupport
import Testing

@testable import ChildPrograms

@Suite(.ownThreads, .timeLimit(.minutes(2)))
struct ChildProcessTests {
    private func run(
        _ script: String, bytes: Int = 1_000, time: Duration = .seconds(60), folder: TemporaryFolder? = nil
    ) throws(ChildProcess.Failure) -> ChildProcess.Output {
        try ChildProcess.run(
            "/bin/sh", ["-c", script, folder?.path ?? "sh"], input: Array("вход".utf8),
            limits: ChildLimits(time: time, bytes: bytes))
    }

    @Test func givesWhatAProgramPrints() throws {
        let output = try run("cat; echo слова >&2; exit 3")
        #expect(output.standard == Array("вход".utf8))
        #expect(output.errors == Array("слова\n".utf8))
        #expect(output.status == 3)
    }

    @Test func takesExactlyTheLimit() throws {
        #expect(try run("head -c 1000 /dev/zero").standard.count == 1_000)
        #expect(throws: ChildProcess.Failure.tooMuch(limit: 1_000)) { try run("head -c 1001 /dev/zero") }
    }

    /// Ended while it prints: its time is never over.
    @Test func endsAProgramThatPrintsWithoutEnd() {
        #expect(throws: ChildProcess.Failure.tooMuch(limit: 1_000)) { try run("cat /dev/zero", time: .seconds(100_000)) }
    }

    @Test func takesATimeOfYears() throws {
        #expect(try run("echo ok", time: .seconds(1_000_000_000)).standard == Array("ok\n".utf8))
    }

    @Test func keepsTheBeginningOfComplaintsWithoutEnd() throws {
        let output = try run("head -c 10000000 /dev/zero >&2; echo well")
        #expect(output.errors.count == ChildProcess.longestErrors)
        #expect(output.standard == Array("well\n".utf8))
    }

    @Test func endsAProgramThatWritesAFileWithoutEnd() throws {
        let folder = try TemporaryFolder()
        #expect(throws: ChildProcess.Failure.tooMuch(limit: 100_000)) {
            try run("exec cat /dev/zero > $0/file", bytes: 100_000, time: .seconds(100_000), folder: folder)
        }
        #expect(throws: ChildProcess.Failure.tooMuch(limit: 100_000)) {
            try run("cat /dev/zero > $0/file; exit $?", bytes: 100_000, time: .seconds(100_000), folder: folder)
        }
        #expect(try RegularFile.read(folder.path + "/file", limit: 1_000_000).count <= 100_000)
    }

    /// As under a service manager that limits files: its limit is the stricter one.
    @Test func startsAProgramWhereFilesAreLimitedAlready() async {
        // In a process of its own, which may not raise the limit again.
        await #expect(processExitsWith: .success) {
            if getuid() == 0 { try #require(setuid(65534) == 0) }
            var limit = rlimit(rlim_cur: 32 << 10, rlim_max: 32 << 10)
            try #require(setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0)
            let output = try ChildProcess.run(
                "/bin/sh", ["-c", "echo well; ulimit -H -f"], input: [], limits: ChildLimits(time: .seconds(60), bytes: 1 << 20))
            #expect(output.standard == Array("well\n64\n".utf8))
        }
    }

    @Test func endsAProgramThatTakesTooLong() {
        #expect(throws: ChildProcess.Failure.timedOut) { try run("sleep 100000", time: .milliseconds(100)) }
    }
}
