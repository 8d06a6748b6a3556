import Glibc
import PlainText

/// What a folder's entries look like from outside: sizes, times and identities of all files, without their contents.
struct FolderSnapshot: Sendable {
    /// The folder itself; `nil` when there is none.
    private(set) var identity: FileIdentity?
    /// For each entry a hash over everything in it.
    private var entries: [String: ContentHash] = [:]

    /// How deep folders are looked into.
    private static let deepest = 40

    init(of folder: String) {
        var status = stat()
        guard stat(folder, &status) == 0 else { return }
        identity = FileIdentity(status)
        for name in Self.names(in: folder) { entries[name] = Self.hash(of: folder + "/" + name) }
    }

    /// The entries that are not the same in both.
    func entriesDifferent(from other: FolderSnapshot) -> Set<String> {
        Set(entries.keys).union(other.entries.keys).filter { entries[$0] != other.entries[$0] }
    }

    /// Looks at some of the entries again.
    mutating func update(_ names: Set<String>, in folder: String) {
        for name in names { entries[name] = Self.hash(of: folder + "/" + name) }
    }

    private static func hash(of path: String) -> ContentHash? {
        var status = stat()
        guard lstat(path, &status) == 0 else { return nil }
        var hash = ContentHash()
        combine(path, into: &hash, depth: 0, parents: [])
        return hash
    }

    private static func combine(_ path: String, into hash: inout ContentHash, depth: Int, parents: Set<FileIdentity>) {
        var link = stat()
        guard lstat(path, &link) == 0 else { return }
        hash.combine(path.utf8)
        hash.combine(link)
        var status = link
        if link.st_mode & S_IFMT == S_IFLNK {
            guard stat(path, &status) == 0 else { return }
            hash.combine(status)
        }
        let identity = FileIdentity(status)
        guard status.st_mode & S_IFMT == S_IFDIR, depth < deepest, !parents.contains(identity) else { return }
        for name in names(in: path) {
            combine(path + "/" + name, into: &hash, depth: depth + 1, parents: parents.union([identity]))
        }
    }

    /// The names in a folder, sorted, without those that begin with a dot.
    static func names(in folder: String) -> [String] {
        guard let directory = opendir(folder) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted()
    }
}

extension ContentHash {
    /// Adds what changes when a file does; the time of the last reading is not among it.
    fileprivate mutating func combine(_ status: stat) {
        let isFolder = status.st_mode & S_IFMT == S_IFDIR
        for value in [
            Int(status.st_dev), Int(status.st_ino), Int(status.st_mode), isFolder ? 0 : Int(status.st_size),
            isFolder ? 0 : Int(status.st_mtim.tv_sec), isFolder ? 0 : Int(status.st_mtim.tv_nsec),
        ] {
            withUnsafeBytes(of: value) { combine($0) }
        }
    }
}
