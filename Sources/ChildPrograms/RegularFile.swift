import Glibc

/// Reads and writes files that are files. A pipe, a socket or a device in the place of one could block its reader for ever, or never end.
///
/// Opening does not wait. What is opened may still be on a disk or a server that does not answer: who may not wait for that reads
/// on a thread of its own, see ``BlockingThread``.
package enum RegularFile {
    package enum Failure: Error, Equatable, Sendable {
        /// A system call failed.
        case system(code: Int32)
        /// A folder, a pipe, a socket or a device.
        case notRegular
        case tooLarge(limit: Int)
    }

    /// The bytes of a file.
    ///
    /// - Parameters:
    ///   - limit: The most bytes that it may have.
    ///   - followsLink: Whether the last name of the path may be a symbolic link.
    package static func read(_ path: String, limit: Int, followsLink: Bool = true) throws(Failure) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | (followsLink ? 0 : O_NOFOLLOW))
        // A socket cannot be opened.
        guard descriptor >= 0 else { throw errno == ENXIO ? .notRegular : .system(code: errno) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .system(code: errno) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .notRegular }
        guard status.st_size <= limit else { throw .tooLarge(limit: limit) }
        return try contents(of: descriptor, limit: limit)
    }

    /// What can be read until the end, wherever that is: a file may grow meanwhile, and those of /proc have no size.
    private static func contents(of descriptor: Int32, limit: Int) throws(Failure) -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .system(code: errno) }
            if count == 0 { return bytes }
            bytes += chunk.prefix(count)
            guard bytes.count <= limit else { throw .tooLarge(limit: limit) }
        }
    }
}

extension RegularFile.Failure: CustomStringConvertible {
    /// The end of a sentence that begins with the path.
    package var description: String {
        switch self {
        case .system(let code): String(cString: strerror(code))
        case .notRegular: "it is a folder, a pipe, a socket or a device, and has to be a file"
        case .tooLarge(let limit): "it has more than \(limit) bytes"
        }
    }
}
