import Glibc

/// A file of a sandbox's folder of sounds.
struct SoundSource: Sendable {
    static let longest = 16 << 20

    var bytes: [UInt8]
    var format: String

    /// Reads a file; blocks.
    ///
    /// - Parameter name: As a handler wrote it.
    init(_ name: String, in folder: String) throws(SoundFault) {
        guard !name.isEmpty, name.utf8.count <= 255, !name.hasPrefix("."), !name.contains("/"), !name.utf8.contains(0) else {
            throw .badName(String(name.prefix(100)))
        }
        guard let dot = name.lastIndex(of: ".") else { throw .unknownFormat(name) }
        format = name[name.index(after: dot)...].lowercased()
        guard SoundConverter.formats.contains(format) else { throw .unknownFormat(name) }
        // Links may lead from file to file, as where a cluster mounts the folder, but not out of it.
        guard let top = SoundSource.realPath(folder), let path = SoundSource.realPath("\(folder)/\(name)"), path.hasPrefix(top + "/")
        else { throw .noFile(name) }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW)
        guard descriptor >= 0 else { throw .noFile(name) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { throw .noFile(name) }
        guard status.st_size <= Self.longest else { throw .fileTooLarge(name, limit: Self.longest) }
        let size = Int(status.st_size)
        bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            while count < size {
                let read = Glibc.read(descriptor, buffer.baseAddress.map { $0 + count }, size - count)
                guard read > 0 else { break }
                count += read
            }
        }
    }

    private static func realPath(_ path: String) -> String? {
        guard let real = realpath(path, nil) else { return nil }
        defer { free(real) }
        return String(cString: real)
    }
}
