import Glibc
import TestSupport
import Testing

/// What a command prints arrives as a whole, or the command says that it did not.
@Suite(.ownThreads, .serialized, .timeLimit(.minutes(3)))
struct PrintedOutputTests {
    private let handlers: TemporaryFolder
    private let data: TemporaryFolder

    init() throws {
        handlers = try TemporaryFolder()
        data = try TemporaryFolder()
        try handlers.write("module.exports = (req, state) => { state.n = 1; return { returned_code: 1 } }", to: "a/go.js")
    }

    /// Runs a command with a redirection of the shell.
    private func run(_ arguments: [String], _ redirection: String) throws -> CommandResult {
        try CommandResult.run("/bin/sh", ["-c", "exec \"$0\" \"$@\" \(redirection)", BuiltProducts.path(of: "ringbox")] + arguments)
    }

    private var printing: [[String]] {
        [
            ["--help"], ["help", "serve"], ["--version"], ["check", "--handlers", handlers.path],
            ["check", "--json", "--handlers", handlers.path],
            ["state", "get", "a", "--data", data.path], ["state", "history", "a", "--json", "--data", data.path],
            ["state", "history", "a", "--data", data.path], ["state", "diff", "a", "0", "--data", data.path],
            ["state", "repair", "a", "--data", data.path], ["state", "export", "a", "--data", data.path],
        ]
    }

    @Test func aFullDiskIsAFailureOfEveryCommandThatPrints() throws {
        let host = try HostProcess(handlers: handlers, data: data)
        #expect(try host.get("/@a/go").status == 200)
        let running =
            printing + [
                ["status", "--data", data.path], ["logs", "--data", data.path], ["config", "a", "--data", data.path],
                ["health", "--data", data.path],
            ]
        for arguments in running + [["logs", "--follow", "--data", data.path]] {
            let result = try run(arguments, ">/dev/full")
            #expect(result.exitCode == 74, "\(arguments): \(result.exitCode) \(result.errors)")
            #expect(result.errors.contains("standard output cannot be written"), "\(arguments): \(result.errors)")
            #expect(result.errors.contains("No space left on device"), "\(arguments): \(result.errors)")
        }
        #expect(host.kill(SIGTERM) == 0)
        for arguments in printing {
            let result = try run(arguments, ">/dev/full")
            #expect(result.exitCode == 74 && result.errors.contains("No space left on device"), "\(arguments): \(result)")
        }
    }

    @Test func anOutputThatIsClosedIsAFailureAndNoFileGetsItsPlace() throws {
        for arguments in [["--help"], ["check", "--handlers", handlers.path]] {
            let result = try run(arguments, ">&-")
            #expect(result.exitCode == 74 && result.errors.contains("Bad file descriptor"), "\(arguments): \(result)")
        }
    }

    @Test func aReaderThatHasGoneAwayIsNoFailure() throws {
        var ends: [Int32] = [-1, -1]
        try #require(pipe(&ends) == 0)
        close(ends[0])
        let nothing = open("/dev/null", O_RDWR | O_CLOEXEC)
        defer { for descriptor in [ends[1], nothing] { close(descriptor) } }
        for arguments in [["--help"], ["check", "--handlers", handlers.path]] {
            let program = try ChildProgram(BuiltProducts.path(of: "ringbox"), arguments, descriptors: (nothing, ends[1], nothing))
            #expect(program.wait() == 0, "\(arguments)")
        }
    }
}
