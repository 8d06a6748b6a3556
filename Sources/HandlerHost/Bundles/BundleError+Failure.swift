extension BundleError {
    /// Whether it may be over though no file changes: the host lacked descriptors, memory, a process or esbuild, or a disk did not answer.
    var isLack: Bool {
        switch self {
        case .handlersUnreadable, .hangs: true
        case .unreadable(_, let code): !ReadingFailure.isLasting(code)
        case .transform(let errors): errors.contains(where: \.isLack)
        case .settings(let error): error.isLack
        default: false
        }
    }

    /// The error for a path that cannot be read.
    init(_ failure: ReadingFailure, at path: String) {
        switch failure {
        case .leadsOut: self = .linkLeadsOut(path: path)
        case .brokenLink: self = .brokenLink(path: path)
        case .vanished: self = .vanished(path: path)
        case .system, .tooLong: self = .unreadable(path: path, code: failure.code)
        }
    }

    /// The error for a sandbox whose tree is too much.
    init(_ excess: SandboxTree.Excess, _ limits: SandboxTree.Limits, in entry: SandboxEntry) {
        switch excess {
        case .entries: self = .tooManyEntries(sandbox: entry.name, limit: limits.entries)
        case .folders: self = .tooManyFolders(sandbox: entry.name, limit: limits.folders)
        case .depth(let path): self = .tooDeep(path: entry.place(path), limit: limits.depth)
        case .time: self = .tooSlow(sandbox: entry.name, limit: limits.time)
        }
    }
}
