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
    /// - Parameters:
    ///   - steps: Has the thread.
    ///   - body: Says what is wrong with the folder; nil for nothing.
    /// - Returns: Whether the folder answers; it is told when it does not.
    @discardableResult
    static func check(
        _ path: String, option: String, by steps: StepThreads = Self.steps, _ body: @escaping @Sendable () -> CommandFailure?
    ) throws(CommandFailure) -> Bool {
        switch steps.run(for: option, body) {
        case .done(let failure):
            if let failure { throw failure }
            return true
        case .hangs:
            StandardError.print(
                "ringbox: \(option) \(path) has not answered for \(steps.patience.text): see whether its disk or its server answers. "
                    + "What is in it is used when it does")
            return false
        case .noThread:
            StandardError.print(
                "ringbox: \(option) \(path) has not been looked at, as the system gives no thread for that: raise \"ulimit -u\", TasksMax "
                    + "or pids_limit. It is looked at when there is one")
            return false
        }
    }

    /// Looks at folders of which some have not answered. When they do, and something is wrong with them, it is told, and the process ends
    /// with the code of the failure; a host stops as it does at a signal.
    static func checkLater(_ body: @escaping @Sendable () -> CommandFailure?) {
        BlockingThread.start {
            guard let failure = body() else { return }
            StandardError.print("ringbox: \(failure.sentence)")
            StopSignals.end(with: failure.code)
        }
    }

    /// Whether a folder that has not answered at first can be opened or is wrong. It is not for long while its disk or its server fails
    /// only: the host goes on with what it has.
    static func isDecided(_ path: String) -> Bool {
        guard let folder = opendir(path) else { return isDecided(errno) }
        closedir(folder)
        return true
    }

    /// Whether the error number of an opened folder says something of the folder, and not of its disk.
    static func isDecided(_ code: Int32) -> Bool { [ENOENT, ENOTDIR, EACCES, EPERM, ELOOP, ENAMETOOLONG].contains(code) }
}
