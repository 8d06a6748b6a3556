import Foundation
import TestSupport
import Testing

/// A disk in memory that is soon full, mounted as long as the value lives.
final class SmallDisk: Sendable {
    static let isAvailable: Bool = (try? SmallDisk(megabytes: 1)) != nil

    let path: String
    private let folder: TemporaryFolder

    init(megabytes: Int) throws {
        folder = try TemporaryFolder()
        path = folder("disk")
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        try #require(mount("none", path, "tmpfs", 0, "size=\(megabytes)m") == 0)
    }

    deinit {
        umount2(path, CInt(MNT_DETACH))
    }

    func remount(readOnly: Bool) throws {
        try #require(mount("none", path, "tmpfs", UInt(MS_REMOUNT) | (readOnly ? UInt(MS_RDONLY) : 0), nil) == 0)
    }

    /// Writes a file until nothing fits any more.
    func fill() throws {
        let file = open(path + "/filler", O_WRONLY | O_CREAT, 0o600)
        try #require(file >= 0)
        let block = [UInt8](repeating: 1, count: 4096)
        while write(file, block, block.count) > 0 {}
        close(file)
    }

    func makeRoom() throws {
        try #require(unlink(path + "/filler") == 0)
    }
}
