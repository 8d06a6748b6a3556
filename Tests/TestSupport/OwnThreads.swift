import ChildPrograms
import Synchronization
package import Testing

/// Runs tests on threads of their own. It is for tests that block: those that wait for processes, or compute for long. All other tests
/// share as many threads as there are processors, and would stand still meanwhile, with their deadlines passing.
package struct OwnThreads: SuiteTrait, TestTrait, TestScoping {
    package var isRecursive: Bool { true }

    package func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        try await withTaskExecutorPreference(ThreadExecutor.shared) { try await function() }
    }
}

extension Trait where Self == OwnThreads {
    package static var ownThreads: OwnThreads { OwnThreads() }
}

/// Runs each part of a task on a thread that nothing else runs on meanwhile.
private final class ThreadExecutor: TaskExecutor {
    static let shared = ThreadExecutor()

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        BlockingThread.start { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
