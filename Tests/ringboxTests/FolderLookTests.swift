import Dispatch
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
}
