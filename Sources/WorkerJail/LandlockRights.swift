internal import CLinux
internal import WorkerProtocol

/// What Landlock can forbid.
struct LandlockRights: Equatable {
    /// Bits of handled_access_fs.
    var files: UInt64 = 0
    /// Bits of handled_access_net.
    var network: UInt64 = 0
    /// Bits of scoped.
    var scopes: UInt64 = 0

    /// Everything that an ABI of Landlock knows.
    init(abi: Int) {
        guard abi >= 1 else { return }
        files = 1 << 13 - 1  // execute, write, read, read a folder, remove and make entries of seven kinds
        if abi >= 2 { files |= 1 << 13 }  // move and link to another folder
        if abi >= 3 { files |= 1 << 14 }  // truncate
        if abi >= 4 { network = 1 << 0 | 1 << 1 }  // bind and connect with TCP
        if abi >= 5 { files |= 1 << 15 }  // ioctl of devices
        if abi >= 6 { scopes = 1 << 0 | 1 << 1 }  // abstract sockets and signals of others
    }

    /// The parts of the jail that these rights do not make.
    var missing: Set<JailPart> {
        var missing: Set<JailPart> = []
        if files == 0 { missing.insert(.files) }
        if network == 0 { missing.insert(.network) }
        if scopes == 0 { missing.insert(.scopes) }
        return missing
    }
}
