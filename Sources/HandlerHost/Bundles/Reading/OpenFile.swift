import CLinux
import Glibc

/// A file or folder that is open: what is said about it is true of what is read from it, whatever happens to its name.
struct OpenFile {
    enum Kind {
        case folder, file, other

        init(_ status: stat) {
            self =
                switch status.st_mode & S_IFMT {
                case S_IFDIR: .folder
                case S_IFREG: .file
                default: .other
                }
        }
    }
    let descriptor: Descriptor
    let status: stat

    init(_ descriptor: Descriptor) throws(ReadingFailure) {
        var status = stat()
        guard fstat(descriptor.number, &status) == 0 else { throw .system(code: errno) }
        self.descriptor = descriptor
        self.status = status
    }

    var kind: Kind { Kind(status) }
    var identity: FileIdentity { FileIdentity(status) }

    /// The bytes of a regular file that was opened for reading.
    ///
    /// - Parameter limit: The most bytes to read.
    /// - Throws: ``ReadingFailure/vanished`` for what is no regular file.
    func read(limit: Int) throws(ReadingFailure) -> [UInt8] {
        guard kind == .file else { throw .vanished }
        guard status.st_size <= limit else { throw .tooLong }
        let size = Int(status.st_size)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(size)
        while true {
            var code: Int32 = 0
            // One more byte than it had shows its end; one that grows meanwhile is read in larger pieces.
            let room = bytes.count <= size ? size - bytes.count + 1 : 64 << 10
            let chunk = [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
                let read = Glibc.read(descriptor.number, buffer.baseAddress, buffer.count)
                code = read < 0 ? errno : 0
                count = max(read, 0)
            }
            if code == EINTR { continue }
            guard code == 0 else { throw .system(code: code) }
            if chunk.isEmpty { return bytes }
            bytes += chunk
            guard bytes.count <= limit else { throw .tooLong }
        }
    }

    /// The names in a folder, sorted; names that are no UTF-8 are repaired, so that nothing is found under them.
    ///
    /// - Parameter limit: The most names to read.
    /// - Throws: ``ReadingFailure/tooLong`` for more; ``ReadingFailure/system(code:)`` when the list cannot be read to its end.
    func names(limit: Int = .max) throws(ReadingFailure) -> [String] {
        let list = openat(descriptor.number, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard list >= 0 else { throw Self.failure(errno) }
        guard let folder = fdopendir(list) else {
            let code = errno
            close(list)
            throw .system(code: code)
        }
        defer { closedir(folder) }
        var names: [String] = []
        while true {
            errno = 0
            guard let entry = readdir(folder) else { break }
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name == "." || name == ".." { continue }
            guard names.count < limit else { throw .tooLong }
            names.append(name)
        }
        // A list that ends with an error is no shorter folder.
        guard errno == 0 else { throw .system(code: errno) }
        return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// The status of what a name in a folder stands for; of a link itself.
    func status(of name: String) throws(ReadingFailure) -> stat {
        var status = stat()
        guard fstatat(descriptor.number, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else { throw Self.failure(errno) }
        return status
    }

    private static func failure(_ code: Int32) -> ReadingFailure { code == ENOENT || code == ENOTDIR ? .vanished : .system(code: code) }
}
