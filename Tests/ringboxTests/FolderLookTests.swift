import ChildPrograms
import Dispatch
import Glibc
import Synchronization
import TestSupport
import Testing

@testable import ringbox

@Suite(.ownThreads) struct FolderLookTests {
    @Test func aFolderThatDoesNotAnswerIsWaitedForOnlySoLong() throws {
        let answer = DispatchSemaphore(value: 0)
        defer { answer.signal() }
        let look = { @Sendable () -> CommandFailure? in
            answer.wait()
            return CommandFailure(.noInput, "it is none")
        }
        #expect(try !FolderLook.check("/mnt/gone", option: "--mnt", look))
        #expect(try !FolderLook.check("/mnt/gone", option: "--mnt") { nil }, "the look before has not come back")
        #expect(try FolderLook.check("/", option: "--root") { nil })
        #expect(throws: CommandFailure(.noInput, "it is none")) {
            try FolderLook.check("/", option: "--root") { CommandFailure(.noInput, "it is none") }
        }
    }

    @Test func aLookThatGetsNoThreadIsToldAsThat() async throws {
        let result = try await #require(processExitsWith: .success, observing: [\.standardErrorContent]) {
            let answers = try FolderLook.check("/x", option: "--x", by: StepThreads(limit: 0, patience: .seconds(100))) { nil }
            _exit(answers ? 1 : 0)
        }
        let said = String(decoding: result.standardErrorContent, as: UTF8.self)
        #expect(said.contains("--x /x has not been looked at") && said.contains("ulimit -u"), "\(said)")
        #expect(!said.contains("has not answered"), "\(said)")
    }

    @Test func aFaultThatIsFoundLateEndsTheProcessWithItsCode() async throws {
        let result = try await #require(processExitsWith: .exitCode(66), observing: [\.standardErrorContent]) {
            FolderLook.checkLater { CommandFailure(.noInput, "it is none") }
            while true { pause() }
        }
        #expect(String(decoding: result.standardErrorContent, as: UTF8.self).contains("ringbox: it is none\n"))
    }

    @Test func aHostStopsInOrderBeforeItEndsForAFaultThatIsFoundLate() async {
        await #expect(processExitsWith: .exitCode(66)) {
            let hasBegun = Mutex(false)
            let stops = StopSignals.handOver(begin: { hasBegun.withLock { $0 = true } }, atOnce: {})
            FolderLook.checkLater { CommandFailure(.noInput, "it is none") }
            for await _ in stops { break }
            // The next one is none: the end has begun.
            StopSignals.end(with: .usage)
            _exit(hasBegun.withLock { $0 } ? StopSignals.failure?.rawValue ?? 2 : 1)
        }
    }

    @Test func theFoldersThemselvesAreLookedAtLate() throws {
        let folder = try TemporaryFolder()
        try folder.write("", to: "file")
        try folder.write("", to: "handlers/data/x")
        let (handlers, file, none) = (folder.path + "/handlers", folder.path + "/file", folder.path + "/none")
        #expect(HandlersOption.lateFault(handlers: handlers, data: nil, secrets: nil) == nil)
        #expect(HandlersOption.lateFault(handlers: file, data: nil, secrets: nil)?.sentence.contains("is a file") == true)
        #expect(HandlersOption.lateFault(handlers: none, data: nil, secrets: nil)?.code == .noInput)
        #expect(HandlersOption.lateFault(handlers: handlers, data: nil, secrets: file)?.code == .noInput)
        #expect(HandlersOption.lateFault(handlers: handlers, data: handlers + "/data", secrets: nil)?.code == .usage)
    }

    /// Its disk may come back.
    @Test(arguments: [(ENOENT, true), (ENOTDIR, true), (EACCES, true), (EIO, false), (ESTALE, false), (ENOTCONN, false), (EMFILE, false)])
    func aDiskThatFailsSaysNothingOfAFolder(code: Int32, isDecided: Bool) {
        #expect(FolderLook.isDecided(code) == isDecided)
    }
}
