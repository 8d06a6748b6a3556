import Glibc
import TestSupport
import Testing

@testable import HandlerHost

/// The files that the host writes to have the kernel limit its workers. The folder stands for the kernel's tree, which only a
/// machine that delegates a group lets a test change: scripts/cgroup-check.sh runs there.
struct WorkerCgroupsTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try folder.write("0::/service\n", to: "self/cgroup")
        try folder.write("memory pids\n", to: "tree/cgroup.controllers")
        try folder.write("cpu memory pids\n", to: "tree/service/cgroup.controllers")
        try folder.write("domain\n", to: "tree/service/cgroup.type")
        try folder.write("\(getpid())\n", to: "tree/service/cgroup.procs")
        try folder.write("", to: "tree/service/cgroup.subtree_control")
        try folder.write("", to: "tree/service/host/cgroup.procs")
    }

    @Test func theHostMovesIntoAGroupOfItsOwnAndHandsMemoryDown() throws {
        _ = try open()
        #expect(try folder.read("tree/service/host/cgroup.procs") == "\(getpid())")
        #expect(try folder.read("tree/service/cgroup.subtree_control") == "+memory +pids")
    }

    @Test func aWorkerIsPlacedWithItsLimit() throws {
        let groups = try open()
        for file in ["memory.max", "cgroup.procs", "memory.swap.max", "pids.max"] {
            try folder.write("", to: "tree/service/worker-77/\(file)")
        }
        groups.place(77, memory: 128 << 20)
        #expect(try folder.read("tree/service/worker-77/cgroup.procs") == "77")
        #expect(try folder.read("tree/service/worker-77/memory.max") == "\(176 << 20)")
        #expect(try folder.read("tree/service/worker-77/pids.max") == "64")
    }

    @Test(arguments: [("low 0\noom 1\noom_kill 1\n", true), ("low 0\noom 0\noom_kill 0\n", false), ("", false)])
    func theKernelsReasonIsRead(events: String, isOutOfMemory: Bool) throws {
        let groups = try open()
        try folder.write(events, to: "tree/service/worker-77/memory.events")
        #expect(groups.release(77) == isOutOfMemory)
        #expect(!groups.release(78), "there is no such group")
    }

    @Test func whereTheGroupIsNotTheHostsItIsLeftAlone() throws {
        try folder.write("1\n\(getpid())\n", to: "tree/service/cgroup.procs")
        #expect(throws: CgroupGap.shared) { try open() }
        #expect(try folder.read("tree/service/cgroup.subtree_control").isEmpty)
        try folder.write("cpu\n", to: "tree/service/cgroup.controllers")
        #expect(throws: CgroupGap.noMemoryController) { try open() }
        try folder.remove("tree/service/cgroup.type")
        #expect(throws: CgroupGap.rootGroup) { try open() }
        try folder.write("4:memory:/x\n", to: "self/cgroup")
        #expect(throws: CgroupGap.noTree) { try open() }
    }

    private func open() throws -> WorkerCgroups {
        try WorkerCgroups.open(trees: [folder.path + "/none", folder.path + "/tree"], membership: folder.path + "/self")
    }
}
