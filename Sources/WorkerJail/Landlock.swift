internal import CLinux
internal import Glibc
internal import WorkerProtocol

/// The kernel's way for a process to give up files, ports and other processes. Needs no privilege.
enum Landlock {
    /// Forbids the calling thread, and those that it makes later, everything that this kernel lets a process give up.
    ///
    /// - Returns: What is not forbidden now.
    static func forbidEverything() -> Set<JailPart> {
        let rights = LandlockRights(abi: Int(linux_landlock_abi()))
        let all: Set<JailPart> = [.files, .network, .scopes]
        guard rights.files != 0 else { return all }
        var attributes = linux_landlock_ruleset(files: rights.files, network: rights.network, scopes: rights.scopes)
        let ruleset = linux_landlock_create(&attributes, size(of: rights))
        guard ruleset >= 0 else { return all }
        defer { close(ruleset) }
        return linux_landlock_restrict(ruleset) == 0 ? rights.missing : all
    }

    /// How much of the attributes the kernel that knows these rights takes.
    private static func size(of rights: LandlockRights) -> Int {
        let word = MemoryLayout<UInt64>.size
        return rights.scopes != 0 ? 3 * word : rights.network != 0 ? 2 * word : word
    }
}
