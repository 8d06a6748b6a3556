import ChildPrograms
import Glibc
import HandlerHost

/// Looks at folders that may be on a disk or a mount that does not answer. A command waits for that only so long, and goes on without
/// knowing: the host tries again.
enum FolderLook {
    static let patience = Duration.seconds(3)
    private static let steps = StepThreads(patience: patience)

    /// Looks at the folder of an option, on a thread that is left behind when it does not come back.
    ///
    /// - Parameter body: Says what is wrong with the folder; nil for nothing.
    /// - Returns: Whether the folder answers; it is told when it does not.
    @discardableResult
    static func check(
        _ path: String, option: String, _ body: @escaping @Sendable () -> CommandFailure?
    ) throws(CommandFailure) -> Bool {
        switch steps.run(for: option, body) {
        case .done(let failure):
            if let failure { throw failure }
            return true
        case .hangs, .noThread:
            StandardError.print(
                "ringbox: \(option) \(path) has not answered for \(patience.text): see whether its disk or its server answers. "
                    + "What is in it is used when it does")
            return false
        }
    }

    /// Looks at folders of which some have not answered. When they do, and something is wrong with them, the process ends.
    static func checkLater(_ body: @escaping @Sendable () -> CommandFailure?) {
        BlockingThread.start {
            guard let failure = body() else { return }
            StandardError.print("ringbox: \(failure.sentence)")
            kill(getpid(), SIGTERM)
        }
    }
}
