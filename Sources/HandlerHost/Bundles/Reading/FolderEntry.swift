import Glibc

/// Something in a folder, with symbolic links followed.
struct FolderEntry {
    enum Kind {
        case folder, file, other
    }
    var name: String
    var kind: Kind
    /// Device and inode, to meet a folder again by.
    var identity: FileIdentity
    /// The path without symbolic links.
    var realPath: String
}
