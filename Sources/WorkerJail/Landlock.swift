internal import CLinux
internal import Glibc
internal import WorkerProtocol

/// The kernel's way for a process to give up files, ports and other processes. Needs no privilege.
enum Landlock {
    /// Everything that this kernel lets a process give up.
    static let everything = LandlockRights(abi: Int(linux_landlock_abi()))
    static let everyFile = everything.onlyFiles

    /// Forbids the calling thread, and those that it makes later, all of `rights` but to read some files.
    ///
    /// - Returns: What is not forbidden now.
    static func forbid(_ rights: LandlockRights, exceptReading files: [String]) -> Set<JailPart> {
        let all: Set<JailPart> = [.files, .network, .scopes]
        guard rights.files != 0 else { return all }
        var attributes = linux_landlock_ruleset(files: rights.files, network: rights.network, scopes: rights.scopes)
        let ruleset = linux_landlock_create(&attributes, size(of: rights))
        guard ruleset >= 0 else { return all }
        defer { close(ruleset) }
        for path in files {
            let file = open(path, linux_open_path | O_CLOEXEC)
            guard file >= 0 else { continue }
            defer { close(file) }
            _ = linux_landlock_allow(ruleset, LandlockRights.readFile, file)
        }
        return linux_landlock_restrict(ruleset) == 0 ? rights.missing : all
    }

    /// How much of the attributes the kernel that knows these rights takes.
    private static func size(of rights: LandlockRights) -> Int {
        let word = MemoryLayout<UInt64>.size
        return rights.scopes != 0 ? 3 * word : rights.network != 0 ? 2 * word : word
    }
}
