import Glibc

/// What the system has no more of when it refuses a process or a descriptor.
enum SystemLack {
    /// What to do about it; nil for an error number that says nothing of the kind.
    static func advice(for code: Int32) -> String? {
        switch code {
        case EAGAIN:
            "the system has no room for another process: raise ulimit -u, TasksMax of the service or pids_limit of the container"
        case ENOMEM: "the system has no memory for another process: free some, or raise the memory limit of the service or container"
        case EMFILE: "the host may open no more files: raise ulimit -n, or LimitNOFILE of the service"
        case ENFILE: "the system may open no more files: raise fs.file-max with sysctl"
        default: nil
        }
    }
}
