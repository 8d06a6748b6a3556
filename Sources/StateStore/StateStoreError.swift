package import JSONText

/// Why a store cannot be opened, read or written.
package enum StateStoreError: Error, Equatable, CustomStringConvertible {
    /// The data folder, or one above it, cannot be made; `reason` is the system's.
    case cannotMakeFolder(folder: String, reason: String)
    /// Another process, nil when it did not say which, works on the data folder.
    case inUse(processID: Int32?)
    /// A file of the store, given without its folder, cannot be used.
    case file(String, Fault)
    /// One patch has more bytes than a row can have.
    case patchTooLarge(sandbox: String, bytes: Int)
    /// The row of a version is gone, or is not what was stored.
    case damagedPatch(sandbox: String, version: Int64)
    /// A snapshot is not what was stored, or belongs to another history than the journal's.
    case damagedSnapshot(sandbox: String, version: Int64)
    /// The versions behind `version`, the newest one that can be read, cannot be removed: the file contradicts itself.
    case cannotCut(sandbox: String, version: Int64)
    /// The write-ahead log that a killed process left was damaged. With a loss, it had transactions behind the damaged place.
    case damagedLog(String, hasLoss: Bool)
    case unreadablePatch(sandbox: String, version: Int64, reason: StatePatchError)
    case unreadableSnapshot(sandbox: String, version: Int64, reason: JSONSyntaxError)
    case unreadableExpiry(sandbox: String, version: Int64, reason: StatePatchError)
    /// A version that the journal, which ends at `current`, 0 for none, does not have.
    case noSuchVersion(sandbox: String, version: Int64, current: Int64)
    /// A version that was there and is not kept any more; `oldest` is the first that is.
    case versionNotKept(sandbox: String, version: Int64, oldest: Int64)
    /// The journal of a sandbox takes too many bytes, and older versions are not removed as fast as it grows.
    case journalFull(sandbox: String, bytes: Int, limit: Int)
    /// So do those of all sandboxes together, and this one takes more than its share.
    case folderFull(sandbox: String, bytes: Int, limit: Int)
    /// The store is closed, or the queue in front of it is shut down.
    case closed

    /// The version of a sandbox's state where what is stored cannot be read; nil for other reasons.
    var damagedVersion: Int64? {
        switch self {
        case .damagedPatch(_, let version), .damagedSnapshot(_, let version), .unreadablePatch(_, let version, _),
            .unreadableSnapshot(_, let version, _), .unreadableExpiry(_, let version, _):
            version
        default: nil
        }
    }

    package var description: String {
        switch self {
        case .cannotMakeFolder(let folder, let reason):
            "the data folder \(folder) cannot be made (\(reason)): choose another one with --data"
        case .inUse(let processID?):
            "the data folder is in use by process \(processID): stop that one or choose another folder with --data"
        case .inUse(nil):
            "the data folder is in use by another process: stop that one or choose another folder with --data"
        case .file(let name, let fault): "\(name) \(fault.sentence)"
        case .patchTooLarge(let sandbox, let bytes):
            "a change of the state of \(sandbox) has \(bytes) bytes, more than can be stored: change less at a time"
        case .damagedPatch(let sandbox, let version):
            """
            version \(version) of the state of \(sandbox) is damaged: put a backup in the place of the data folder's files, or see \
            "ringbox state repair \(sandbox)"
            """
        case .cannotCut(let sandbox, let version):
            """
            the file is too damaged for the versions of the state of \(sandbox) behind \(version) to be cut off: \
            "ringbox state \(version > 0 ? "restore \(sandbox) \(version)" : "reset \(sandbox)")" goes on from there and removes nothing; if \
            that fails as well, put a backup in the place of the data folder's files, or see "A damaged file" in docs/state.md
            """
        case .damagedLog(let name, hasLoss: true):
            """
            \(name) was damaged, and what was stored behind the damaged place is lost: the versions acknowledged last may be missing in any \
            sandbox; check the disk, and see "A damaged file" in docs/state.md
            """
        case .damagedLog(let name, hasLoss: false):
            "\(name) was damaged, and nothing is lost: the database has all that it had; check the disk. It is kept as \(name).damaged"
        case .damagedSnapshot(let sandbox, let version):
            "the snapshot of version \(version) of the state of \(sandbox) is damaged"
        case .unreadablePatch(let sandbox, let version, let reason):
            """
            version \(version) of the state of \(sandbox) cannot be read: \(reason); "ringbox state repair \(sandbox)" shows what can be done
            """
        case .unreadableSnapshot(let sandbox, let version, let reason):
            "the snapshot of version \(version) of the state of \(sandbox) cannot be read: \(reason)"
        case .noSuchVersion(let sandbox, let version, let current):
            "the state of \(sandbox) has no version \(version), its newest is \(current)"
        case .unreadableExpiry(let sandbox, let version, let reason):
            "what expires in the snapshot of version \(version) of the state of \(sandbox) cannot be read: \(reason)"
        case .versionNotKept(let sandbox, let version, let oldest):
            "version \(version) of the state of \(sandbox) is not kept any more, the oldest one that is kept is \(oldest)"
        case .journalFull(let sandbox, let bytes, let limit):
            "the history of the state of \(sandbox) takes \(bytes) bytes, and beyond twice \(limit) changes wait until older versions are "
                + "removed: try again, see whether \"ringbox logs\" says why they are not, or allow more with --history-bytes"
        case .folderFull(let sandbox, let bytes, let limit):
            "the histories of all states take \(bytes) bytes, that of \(sandbox) grows by more than its share, and beyond twice \(limit) "
                + "changes wait until older versions are removed: try again, or allow more with --history-total-bytes"
        case .closed: "the state store is closed: start Ringbox again"
        }
    }
}
