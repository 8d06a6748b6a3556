/// One wall of a worker's jail that not every kernel, and not every container, lets it build.
package enum JailPart: UInt8, Sendable, CaseIterable {
    /// A higher score with the kernel's killer of memory hogs.
    case memoryScore = 0
    /// No privileges, and none to be had by starting another program.
    case privileges = 1
    /// No core dump, and no look into the process by others of the same user.
    case dumps = 2
    /// Limits on processes, descriptors, files, stack and locked memory.
    case resources = 3
    /// Landlock: no file.
    case files = 4
    /// Landlock: no TCP port, neither to connect to nor to listen at.
    case network = 5
    /// Landlock: no signal and no abstract socket of other processes.
    case scopes = 6
    /// The filter of system calls.
    case systemCalls = 7
}
