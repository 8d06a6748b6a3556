import Glibc

/// The handlers folder, and the only way in which bundles read files: nothing outside it is ever opened. Folders of secrets are
/// read in the same way.
///
/// All paths are relative to it; everything blocks.
struct HandlersFolder {
    /// Why something cannot be read.
    enum Failure: Error, Equatable {
        case leadsOut
        case brokenLink
        case vanished
        case system(code: Int32)
        /// A file is longer than the caller wants to read.
        case tooLong
    }
    /// Without symbolic links.
    let root: String

    /// - Throws: ``Failure/system(code:)`` when there is no such folder.
    init(path: String) throws(Failure) {
        guard let resolved = realpath(path, nil) else { throw .system(code: errno) }
        defer { free(resolved) }
        root = String(cString: resolved)
    }

    /// Looks at what is at a path.
    func look(at path: String) throws(Failure) -> FolderEntry {
        let full = root + "/" + path
        var link = stat()
        guard lstat(full, &link) == 0 else { throw Self.failure(errno) }
        guard let resolved = realpath(full, nil) else {
            let isLink = link.st_mode & S_IFMT == S_IFLNK
            throw isLink && [ENOENT, ELOOP, ENOTDIR].contains(errno) ? .brokenLink : Self.failure(errno)
        }
        defer { free(resolved) }
        let real = String(cString: resolved)
        guard real.hasPrefix(root == "/" ? root : root + "/") else { throw .leadsOut }
        var status = stat()
        guard stat(real, &status) == 0 else { throw Self.failure(errno) }
        let kind: FolderEntry.Kind =
            switch status.st_mode & S_IFMT {
            case S_IFDIR: .folder
            case S_IFREG: .file
            default: .other
            }
        let name = path.split(separator: "/").last.map(String.init) ?? path
        return FolderEntry(name: name, kind: kind, identity: FileIdentity(status), realPath: real)
    }

    /// The names in a folder, sorted, without those that begin with a dot; names that are no UTF-8 are repaired, so that
    /// nothing is found under them.
    func names(in realPath: String) throws(Failure) -> [String] {
        guard let folder = opendir(realPath) else { throw Self.failure(errno) }
        defer { closedir(folder) }
        var names: [String] = []
        while true {
            errno = 0
            guard let entry = readdir(folder) else { break }
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        // A list that ends with an error is no shorter folder.
        guard errno == 0 else { throw .system(code: errno) }
        return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// The bytes of a file.
    ///
    /// - Parameter limit: The most bytes to read.
    func read(_ entry: FolderEntry, limit: Int) throws(Failure) -> [UInt8] {
        // Not waiting for a pipe's other end, and not following a link that was put there since it was looked at.
        let file = open(entry.realPath, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard file >= 0 else { throw Self.failure(errno) }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0 else { throw Self.failure(errno) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .vanished }
        guard status.st_size <= limit else { throw .tooLong }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Int(status.st_size))
        while true {
            var code: Int32 = 0
            let chunk = [UInt8](unsafeUninitializedCapacity: max(Int(status.st_size) - bytes.count, 0) + 1) { buffer, count in
                let read = Glibc.read(file, buffer.baseAddress, buffer.count)
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

    private static func failure(_ code: Int32) -> Failure {
        code == ENOENT || code == ENOTDIR ? .vanished : .system(code: code)
    }
}
