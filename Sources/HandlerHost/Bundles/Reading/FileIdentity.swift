import Glibc

/// What stays the same about a file or folder under all its names.
struct FileIdentity: Hashable {
    private let device: UInt
    private let inode: UInt

    init(_ status: stat) {
        device = UInt(status.st_dev)
        inode = UInt(status.st_ino)
    }
}
