import Glibc

/// Folders that different people may read and write, of which none may be in another one: who writes handlers could read the
/// host's token as one of his files, and a state would be a sandbox.
struct SeparateFolders {
    private struct Folder {
        var option: String
        var path: String
        /// Without links; what does not exist yet is at its end as it was written.
        var resolved: String
        /// The device and inode of the folder and of every one that it is in, as far as they exist.
        var identities: [[UInt64]]
        /// Nil for a folder that does not exist yet.
        var own: [UInt64]?
    }
    private var folders: [Folder] = []

    /// Adds the folder of an option.
    ///
    /// - Throws: ``CommandFailure`` when it is in one that was added before, or that one in it, by its path or by any other name.
    mutating func add(_ path: String, option: String) throws(CommandFailure) {
        let resolved = Self.resolve(path)
        var identities: [[UInt64]] = []
        var place = resolved
        while true {
            if let identity = Self.identity(place) { identities.append(identity) }
            guard place != "/", let slash = place.lastIndex(of: "/") else { break }
            place = slash == place.startIndex ? "/" : String(place[..<slash])
        }
        let folder = Folder(option: option, path: path, resolved: resolved, identities: identities, own: Self.identity(resolved))
        for other in folders {
            if Self.isWithin(folder, other) { throw Self.failure(folder, within: other) }
            if Self.isWithin(other, folder) { throw Self.failure(other, within: folder) }
        }
        folders.append(folder)
    }

    private static func isWithin(_ inner: Folder, _ outer: Folder) -> Bool {
        let prefix = outer.resolved.hasSuffix("/") ? outer.resolved : outer.resolved + "/"
        return (inner.resolved + "/").hasPrefix(prefix) || outer.own.map(inner.identities.contains) ?? false
    }

    private static func failure(_ inner: Folder, within outer: Folder) -> CommandFailure {
        let place = inner.resolved == outer.resolved || inner.own != nil && inner.own == outer.own ? "is the folder" : "is in the folder"
        return CommandFailure(
            .usage,
            "\(inner.option) \(inner.path) \(place) of \(outer.option) (\(outer.path)): handlers, data and secrets have to be apart, so that "
                + "no handler can read what is not its own; name folders beside each other")
    }

    /// The path without links, as far as it exists.
    private static func resolve(_ path: String) -> String {
        if let resolved = realpath(path, nil) {
            defer { free(resolved) }
            return String(cString: resolved)
        }
        var parts = path.split(separator: "/", omittingEmptySubsequences: true).map(String.init)
        guard let last = parts.popLast(), last != ".", last != ".." else { return path }
        let parent = (path.hasPrefix("/") ? "/" : "") + parts.joined(separator: "/")
        let above = resolve(parent.isEmpty ? "." : parent)
        return above == "/" ? "/" + last : above + "/" + last
    }

    private static func identity(_ path: String) -> [UInt64]? {
        var status = stat()
        return stat(path, &status) == 0 ? [UInt64(status.st_dev), UInt64(status.st_ino)] : nil
    }
}
