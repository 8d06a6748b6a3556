import Glibc
import PlainText

/// What an entry of a folder looks like from outside.
struct EntryGlance {
    /// Over everything in it; nil when it is not there.
    var fingerprint: ContentHash?
    /// Of the newest change, in nanoseconds since 1970.
    var newestChange = 0
    var isLink = false
    var identity: FileIdentity?
    /// Whether there was time for everything, and not too much of it.
    var isWhole = true

    /// The files in folders that were not known before, each with its path in the entry.
    private(set) var newFiles: [(path: String?, file: WatchedEntry.File)] = []
    private var items: [SandboxTree.Item] = []

    /// Looks at an entry; nothing outside the folder is looked at.
    ///
    /// - Parameter entered: Told each folder before it is listed.
    init(
        of name: String, in handlers: HandlersFolder?, limits: SandboxTree.Limits,
        entered: @escaping (_ path: String, OpenFile) -> Void
    ) {
        guard let handlers, let link = try? handlers.open().status(of: name) else { return }
        isLink = link.st_mode & S_IFMT == S_IFLNK
        var hash = ContentHash()
        hash.combine(link)
        newestChange = link.changeTime
        if let found = try? handlers.open(name, to: .look) {
            hash.combine(found.status)
            identity = found.identity
            newestChange = max(newestChange, found.status.changeTime)
            if found.kind == .folder {
                let tree = SandboxTree(of: handlers.sandbox(found, named: name), limits: limits, entered: entered)
                newestChange = max(newestChange, tree.newestChange)
                isWhole = tree.excess == nil
                items = tree.items
                // A part that was cut off by the time is another one each time.
                if tree.excess == .time { return }
                hash.combine(tree.fingerprint.description.utf8)
            }
        }
        fingerprint = hash
    }

    /// - Parameter folders: The new folders' paths by their watches, with a slash at the end unless they are empty.
    mutating func noteNewFiles(_ folders: [Int32: String]) {
        let watches = Dictionary(folders.map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        guard !watches.isEmpty else { return }
        for item in items where item.kind == .file {
            let name = item.path.split(separator: "/").last.map(String.init) ?? ""
            guard let watch = watches[String(item.path.dropLast(name.count))] else { continue }
            newFiles.append((item.path, WatchedEntry.File(watch: watch, name: name)))
        }
    }
}
