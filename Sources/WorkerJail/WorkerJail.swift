internal import CLinux
internal import Glibc
package import WorkerProtocol

/// The walls around a worker. They go up in two steps, since an engine has to start in between:
///
/// 1. ``enclose(keeping:)``, while the process has one thread: what holds for a thread and those that it makes later.
/// 2. ``lock()``, when the engine is warm and before the first byte of a bundle is read: what a starting engine needs and a
///    running one does not.
///
/// There is no way back out of either.
package struct WorkerJail: Sendable {
    /// What the kernel did not do in the first step.
    private var missing: Set<JailPart> = []
    private let devNull: Int32

    /// Gives up everything but one socket, and what an engine needs to start.
    ///
    /// - Parameter socket: The last descriptor that stays open.
    /// - Precondition: The process has one thread.
    package static func enclose(keeping socket: Int32) -> WorkerJail {
        WorkerJail(keeping: socket)
    }

    private init(keeping socket: Int32) {
        // Where the host was started is nobody's business here.
        _ = chdir("/")
        Descriptors.close(over: socket)
        devNull = Descriptors.openNothing()
        Descriptors.replace(0...1, with: devNull)
        CrashHandlers.remove()
        TimeZoneName.keep()
        // It needs a file, which the later steps take away.
        note(.memoryScore, MemoryScore.raise())
        note(.privileges, Privileges.drop())
        note(.resources, ResourceLimits.lower())
        note(.dumps, linux_prctl(PR_SET_DUMPABLE, 0) == 0)
        missing.formUnion(Landlock.forbidEverything())
    }

    /// Closes what a starting engine needed. From here on nothing can be said on standard error.
    ///
    /// - Returns: The parts of the jail that this kernel did not let the process build.
    /// - Precondition: The engine has started.
    package func lock() -> Set<JailPart> {
        var jail = self
        Descriptors.replace(2...2, with: devNull)
        if devNull > 2 { close(devNull) }
        Environment.erase(keeping: TimeZoneName.variable)
        jail.note(.systemCalls, SystemCallFilter.install(SystemCallTable.worker))
        return jail.missing
    }

    private mutating func note(_ part: JailPart, _ isDone: Bool) {
        if !isDone { missing.insert(part) }
    }
}
