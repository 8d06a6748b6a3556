import Foundation
import TestSupport
import Testing

/// A data folder that cannot be used is refused with a sentence that says what to do.
@Suite(.ownThreads, .timeLimit(.minutes(1)))
struct StoreFaultTests {
    @Test func aFileThatIsNoDatabaseIsRefused() throws {
        let content = String(repeating: "this is a text file\n", count: 10)
        let data = try TemporaryFolder()
        try data.write(content, to: "state.sqlite")
        let handlers = try TemporaryFolder()
        let result = try CommandResult.ringbox(
            "serve", "--handlers", handlers.path, "--data", data.path, "--port", "0", "--admin-port", "0")
        #expect(result.exitCode != 0)
        #expect(result.errors.contains("state.sqlite"), "\(result.errors)")
        #expect(!result.errors.contains("SELECT") && !result.errors.contains("PRAGMA"))
        #expect(try data.read("state.sqlite") == content, "nothing was written over it")
    }

    @Test func aSecondHostIsRefused() throws {
        let host = try HostProcess(handlers: TemporaryFolder(), data: TemporaryFolder())
        let result = try CommandResult.ringbox(
            "serve", "--handlers", host.handlers.path, "--data", host.data.path, "--port", "0", "--admin-port", "0")
        #expect(result.exitCode != 0)
        #expect(result.errors.contains("in use by process \(host.processID)"), "\(result.errors)")
    }
}
