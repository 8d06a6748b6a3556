import Glibc

/// Lets the client come before what it measures: on a machine that is full, its own waiting would count as the host's.
/// The PBX that it stands for has a machine of its own.
enum Priority {
    /// - Returns: What was granted; it takes root, or the right to.
    static func raise() -> String {
        var parameters = sched_param()
        parameters.sched_priority = 1
        if sched_setscheduler(0, SCHED_FIFO, &parameters) == 0 { return "realtime" }
        return setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, -15) == 0 ? "raised" : "ordinary"
    }
}
