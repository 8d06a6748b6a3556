import WorkerProtocol

extension JailPart {
    /// What it means that a worker's jail lacks this part, for the operator.
    var gap: String {
        switch self {
        case .memoryScore: "no score for the kernel's killer: when memory runs out it may choose the host before a worker"
        case .privileges: "privileges cannot be given up: a worker keeps those of the host"
        case .dumps: "core dumps stay possible: callers' data may get to the disk"
        case .resources: "limits on descriptors, processes and files cannot be set"
        case .files: "Landlock does not cover files (Linux 5.13, and switched on): only the filter of system calls keeps a worker from them"
        case .network:
            "Landlock does not cover the network (Linux 6.7): only the filter of system calls keeps a worker from it"
        case .scopes:
            "Landlock does not cover signals (Linux 6.12): only the filter of system calls keeps a worker from other processes"
        case .systemCalls: "no filter of system calls: a worker that was taken over can do what the host's user can"
        }
    }
}
