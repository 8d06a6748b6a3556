import Glibc

/// The priority of the processes that the host starts.
///
/// What computes for long takes every moment of a core that it gets: a handler that loops, a transformation. It comes after
/// the host and the workers whose turns are short. Those keep the host's own priority: below it they would starve when more
/// requests come than can be answered, while the host does nothing but take them in.
///
/// Lowering takes no privilege.
enum ChildPriority {
    /// How much lower than the host's own, in steps of `nice`: each gives about a fifth less time beside others.
    static let steps: Int32 = 10

    /// Lowers the priority of a process's first thread, and of those that this one starts later.
    static func lower(_ processID: pid_t) {
        let process = __priority_which_t(PRIO_PROCESS.rawValue)
        // A process that has ended meanwhile needs none.
        setpriority(process, id_t(processID), min(getpriority(process, 0) + steps, 19))
    }
}
