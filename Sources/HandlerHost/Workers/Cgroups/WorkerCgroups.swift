import Glibc

/// A cgroup (version 2) for each worker, with a limit of its memory and its threads: the kernel ends at once what exceeds it, where the host
/// looks every 20 ms.
///
/// It takes a group that the kernel's owner has delegated to the host, as `Delegate=yes` of a systemd service does. The host
/// moves itself into a group `host` below it, since a group with limited children has no processes of its own.
///
/// Source: Documentation/admin-guide/cgroup-v2.rst of Linux, sections "No Internal Process Constraint" and "Delegation".
struct WorkerCgroups: Sendable {
    /// The most threads of a worker; the engine takes a dozen on a machine with many cores.
    private static let threadLimit = 64

    private let base: CgroupFolder

    /// Looks for the host's own group and divides it.
    ///
    /// - Parameters:
    ///   - trees: Where the tree of version 2 may be mounted.
    ///   - membership: The kernel's list of the groups that a process is in.
    static func open(
        trees: [String] = ["/sys/fs/cgroup", "/sys/fs/cgroup/unified"], membership: String = "/proc/self"
    ) throws(CgroupGap) -> WorkerCgroups {
        let line = CgroupFolder(path: membership).words(of: "cgroup").first { $0.hasPrefix("0::/") }
        guard let line, let tree = trees.first(where: { CgroupFolder(path: $0).has("cgroup.controllers") }) else { throw .noTree }
        let base = CgroupFolder(path: line == "0::/" ? tree : tree + line.dropFirst(3))
        guard base.has("cgroup.type") else { throw .rootGroup }
        let controllers = base.words(of: "cgroup.controllers")
        guard controllers.contains("memory") else { throw .noMemoryController }
        let own = "\(getpid())"
        guard base.words(of: "cgroup.procs").allSatisfy({ $0 == own }) else { throw .shared }
        let host = base.child("host")
        try host.make()
        do {
            try host.write(own, to: "cgroup.procs")
            try base.write(controllers.contains("pids") ? "+memory +pids" : "+memory", to: "cgroup.subtree_control")
        } catch {
            try? base.write(own, to: "cgroup.procs")
            _ = host.remove()
            throw error
        }
        return WorkerCgroups(base: base)
    }

    /// Puts a worker that has just been started into a group of its own.
    ///
    /// - Parameter memory: What the host lets it have, in bytes. The kernel lets it have a quarter more, for what the host does
    ///   not count: page tables, and files that it was the first to read.
    func place(_ processID: pid_t, memory: Int) {
        let group = group(of: processID)
        do throws(CgroupGap) {
            try group.make()
            try group.write("\(memory + memory / 4 + (16 << 20))", to: "memory.max")
            try group.write("\(processID)", to: "cgroup.procs")
        } catch {
            // The host's own watch holds; a worker that is gone has no group any more.
            _ = group.remove()
            return
        }
        // A kernel without swap has no such file and needs none; without the controller the threads have no limit here.
        try? group.write("0", to: "memory.swap.max")
        try? group.write("\(Self.threadLimit)", to: "pids.max")
    }

    /// Removes the group of a worker that has ended.
    ///
    /// - Returns: Whether the kernel ended it because of its memory.
    func release(_ processID: pid_t) -> Bool {
        let group = group(of: processID)
        guard group.exists else { return false }
        let events = group.words(of: "memory.events")
        let kills = events.firstIndex(of: "oom_kill").map { events.index(after: $0) }
        defer { _ = group.remove() }
        return kills.map { $0 < events.endIndex && events[$0] != "0" } ?? false
    }

    private func group(of processID: pid_t) -> CgroupFolder { base.child("worker-\(processID)") }
}
