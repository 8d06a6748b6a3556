package import Glibc

/// The priority of the processes that the host starts.
///
/// What computes for long takes every moment of a core that it gets: a handler that loops, a transformation. It comes after
/// the host and the workers whose turns are short. Those keep the host's own priority: below it they would starve when more
/// requests come than can be answered, while the host does nothing but take them in.
///
/// Lowering takes no privilege.
package enum ChildPriority {
    /// How much lower than the host's own, in steps of `nice`: each gives about a fifth less time beside others.
    package static let steps: Int32 = 10

    /// Lowers the priority of a process that has just been started and has one thread; those that it starts later inherit it.
    package static func lower(_ processID: pid_t) { lower(PRIO_PROCESS, processID) }

    /// Lowers the priority of the calling thread, and of no other one.
    package static func lowerThisThread() { lower(PRIO_PROCESS, 0) }

    /// Lowers the priority of every thread of a process that leads a group of its own.
    package static func lower(group processID: pid_t) { lower(PRIO_PGRP, processID) }

    // The kernel's priorities belong to threads: by a process's number it finds the first one only, by a group's all of them.
    private static func lower(_ kind: __priority_which, _ processID: pid_t) {
        let own = getpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0)
        // A process that has ended meanwhile needs none.
        setpriority(__priority_which_t(kind.rawValue), id_t(processID), min(own + steps, 19))
    }
}
