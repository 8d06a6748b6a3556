import Glibc

/// Why workers get no cgroup of their own. The host's own watch over their memory holds all the same.
package enum CgroupGap: Error, Equatable, Sendable, CustomStringConvertible {
    /// There is no tree of version 2, or the host is not in it.
    case noTree
    /// The kernel does not limit memory in the host's group.
    case noMemoryController
    /// The host is in the root group, which belongs to the machine.
    case rootGroup
    /// The host's group holds other processes too, so that it is not the host's to divide.
    case shared
    /// The host may not change its group.
    case system(step: String, code: Int32)

    package var description: String {
        switch self {
        case .noTree: "the kernel has no cgroup tree of version 2 here"
        case .noMemoryController: "the memory controller is not enabled for the host's cgroup"
        case .rootGroup: "the host runs in the root cgroup"
        case .shared: "the host shares its cgroup with other processes"
        case .system(let step, let code): "the host's cgroup is not delegated to it (\(step): \(String(cString: strerror(code))))"
        }
    }
}
