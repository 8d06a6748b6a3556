import Glibc

/// The priority of the processes that the host starts.
///
/// A handler that loops, or a transformation of many files, takes every moment of a core that it gets. What is left to do
/// for a turn of another sandbox is short, and most of it is the host's: it comes first. Lowering takes no privilege.
enum ChildPriority {
    /// How much lower than the host's own, in steps of `nice`: each gives about a fifth less time beside others.
    static let steps: Int32 = 10

    /// Lowers the priority of a process that has just been started. Threads that it starts later inherit it.
    static func lower(_ processID: pid_t) {
        let process = __priority_which_t(PRIO_PROCESS.rawValue)
        // A process that has ended meanwhile needs none.
        setpriority(process, id_t(processID), min(getpriority(process, 0) + steps, 19))
    }
}
