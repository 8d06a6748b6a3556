import Glibc
import PlainText

/// Everything in a sandbox's folder, as names and without contents. No folder is entered twice, and there are limits on
/// everything that takes time.
struct SandboxTree {
    struct Limits: Sendable {
        /// Names of all kinds.
        var entries = 20_000
        var folders = 2_000
        /// How deep folders are nested.
        var depth = 32
        var time: Duration = .seconds(10)
    }
    /// Why a tree is not seen to its end.
    enum Excess: Equatable {
        case entries
        case folders
        case depth(path: String)
        case time
    }
    enum Kind: Equatable {
        case file, folder
        /// A device, pipe or socket.
        case other
        /// A link to a folder that has been entered under another path.
        case again(path: String)
        /// A link that leads nowhere or out, or something that the system does not show.
        case failure(ReadingFailure)
    }
    struct Item: Equatable {
        /// Relative to the sandbox.
        var path: String
        var kind: Kind
    }
    /// By path.
    private(set) var items: [Item] = []
    private(set) var excess: Excess?
    /// Over what changes when a file, a link or a name does.
    private(set) var fingerprint = ContentHash()
    /// The time of the newest change, in nanoseconds since 1970, by the clock of the file system.
    private(set) var newestChange = 0

    private let sandbox: ConfinedFolder
    private let limits: Limits
    private let deadline: ContinuousClock.Instant
    private let entered: (_ path: String, OpenFile) -> Void
    /// The paths that folders were entered under.
    private var paths: [FileIdentity: String] = [:]
    private var entryCount = 0

    /// Looks at everything.
    ///
    /// - Parameter entered: Told each folder before it is listed.
    init(of sandbox: ConfinedFolder, limits: Limits = Limits(), entered: @escaping (_ path: String, OpenFile) -> Void = { _, _ in }) {
        self.sandbox = sandbox
        self.limits = limits
        self.entered = entered
        deadline = .now + limits.time
        visitAll()
        items.sort { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    }

    /// Folders come before links, so that a folder is known by its own path rather than by that of a link to it.
    private mutating func visitAll() {
        var folders = [""]
        var links: [String] = []
        while excess == nil {
            if let path = folders.popLast() {
                visitFolder(path, &folders, &links)
            } else if let path = links.popLast() {
                visitLink(path, &folders)
            } else {
                return
            }
        }
    }

    private mutating func visitFolder(_ path: String, _ folders: inout [String], _ links: inout [String]) {
        let folder: OpenFile
        do throws(ReadingFailure) {
            folder = try sandbox.open(path, to: .look)
        } catch {
            return fail(path, error)
        }
        guard folder.kind == .folder, paths[folder.identity] == nil else { return }
        guard paths.count < limits.folders else {
            excess = .folders
            return
        }
        guard path.utf8.count(where: { $0 == UInt8(ascii: "/") }) < limits.depth else {
            excess = .depth(path: path)
            return
        }
        paths[folder.identity] = path
        newestChange = max(newestChange, folder.status.changeTime)
        entered(path, folder)
        let names: [String]
        do throws(ReadingFailure) {
            names = try folder.names(limit: limits.entries - entryCount)
        } catch {
            if error == .tooLong { excess = .entries } else { fail(path, error) }
            return
        }
        entryCount += names.count
        var found: (folders: [String], links: [String]) = ([], [])
        for name in names where !name.hasPrefix(".") {
            guard ContinuousClock.now < deadline else {
                excess = .time
                return
            }
            let child = path.isEmpty ? name : path + "/" + name
            do throws(ReadingFailure) {
                let status = try folder.status(of: name)
                note(child, status)
                switch status.st_mode & S_IFMT {
                case S_IFDIR:
                    items.append(Item(path: child, kind: .folder))
                    found.folders.append(child)
                case S_IFLNK: found.links.append(child)
                default: items.append(Item(path: child, kind: status.st_mode & S_IFMT == S_IFREG ? .file : .other))
                }
            } catch {
                fail(child, error)
            }
        }
        // The first one is taken first.
        folders += found.folders.reversed()
        links.insert(contentsOf: found.links.reversed(), at: 0)
    }

    private mutating func visitLink(_ path: String, _ folders: inout [String]) {
        guard ContinuousClock.now < deadline else {
            excess = .time
            return
        }
        do throws(ReadingFailure) {
            let target = try sandbox.open(path, to: .look)
            note(path, target.status)
            switch target.kind {
            case .file: items.append(Item(path: path, kind: .file))
            case .other: items.append(Item(path: path, kind: .other))
            case .folder:
                if let known = paths[target.identity] {
                    items.append(Item(path: path, kind: .again(path: known)))
                } else {
                    items.append(Item(path: path, kind: .folder))
                    folders.append(path)
                }
            }
        } catch {
            fail(path, error)
        }
    }

    private mutating func fail(_ path: String, _ failure: ReadingFailure) { items.append(Item(path: path, kind: .failure(failure))) }

    /// Adds what changes when a file does; the time of the last reading is not among it.
    private mutating func note(_ path: String, _ status: stat) {
        fingerprint.combine(path.utf8)
        fingerprint.combine(status)
        newestChange = max(newestChange, status.changeTime)
    }
}
