/// The files of a sandbox that count, as its tree shows them.
struct SandboxFileList {
    struct File {
        var path: String
        var role: FileRole
        /// The paths that links to its folder give it besides.
        var others: [String] = []
    }
    /// By path.
    private(set) var files: [File] = []

    /// - Throws: The first thing, by path, that keeps the sandbox from being read.
    init(_ tree: SandboxTree, in entry: SandboxEntry) throws(BundleError) {
        var again: [(path: String, known: String)] = []
        for item in tree.items {
            let place = entry.place(item.path)
            let name = item.path.split(separator: "/").last ?? ""
            guard !name.unicodeScalars.contains(where: { $0.value < 0x20 || $0 == "\u{7F}" || $0 == "\u{FFFD}" }) else {
                throw .fileName(path: place)
            }
            switch item.kind {
            case .file: add(item.path)
            case .folder: try Self.check(folder: name, place)
            case .again(let known):
                try Self.check(folder: name, place)
                // A link to a folder that this is in has no end.
                guard !known.isEmpty, !item.path.hasPrefix(known + "/") else { throw .brokenLink(path: place) }
                again.append((item.path, known))
            case .other: throw .notAFile(path: place)
            case .failure(let failure): throw BundleError(failure, at: place)
            }
        }
        var count = files.count
        // What a folder is called by a second link counts as well: its own files, and not those that links in it lead to once more.
        for (path, known) in again {
            for index in indices(in: known + "/") {
                count += 1
                guard count <= SandboxReader.mostFiles else { break }
                files[index].others.append(path + files[index].path.dropFirst(known.count))
            }
        }
        guard count <= SandboxReader.mostFiles else { throw .tooManyFiles(sandbox: entry.name, limit: SandboxReader.mostFiles) }
    }

    /// The files whose paths begin with `prefix`, which are neighbours in the order of paths.
    private func indices(in prefix: String) -> Range<Int> {
        let first = firstIndex { !$0.utf8.lexicographicallyPrecedes(prefix.utf8) }
        return first..<firstIndex { !$0.utf8.lexicographicallyPrecedes(prefix.utf8) && !$0.hasPrefix(prefix) }
    }

    /// The first index whose path is as asked, when all behind it are.
    private func firstIndex(where isBehind: (String) -> Bool) -> Int {
        var (low, high) = (0, files.count)
        while low < high {
            let middle = low + (high - low) / 2
            if isBehind(files[middle].path) { high = middle } else { low = middle + 1 }
        }
        return low
    }

    private mutating func add(_ path: String) {
        let role = FileRole(path: path)
        if role != .ignored { files.append(File(path: path, role: role)) }
    }

    private static func check(folder name: Substring, _ place: String) throws(BundleError) {
        if ScriptExtension.split(name) != nil { throw .folderNamedLikeScript(path: place) }
    }
}
