import Glibc

/// The kernel's watches on a folder and everything below it.
struct WatchedTree: Sendable {
    /// A folder that is watched, under one of its names.
    private struct Place: Sendable, Hashable {
        var path: String
        /// The entry of the top folder that it belongs to; `nil` for the top folder itself.
        var entry: String?
    }
    private let folder: String
    private let queue: InotifyQueue
    private var places: [Int32: Set<Place>] = [:]
    /// Whether the top folder is there and watched.
    private(set) var isComplete = false

    /// Becomes readable when something changes; negative, and therefore passed over, when the kernel has no more
    /// watches to give.
    var descriptor: Int32 { queue.descriptor }

    init(folder: String) {
        self.folder = folder
        queue = InotifyQueue()
        isComplete = add(Place(path: folder, entry: nil))
        for name in FolderSnapshot.names(in: folder) { addTree(folder + "/" + name, entry: name) }
    }

    /// The entries in which something changed since the last time, and watches on folders that are new.
    mutating func takeChanges() -> Set<String> {
        var changed: Set<String> = []
        var restructured: Set<String> = []
        for event in queue.read() {
            if event.isOverflow {
                // Anything may have changed.
                changed.formUnion(FolderSnapshot.names(in: folder))
                changed.formUnion(places.values.joined().compactMap(\.entry))
                restructured.formUnion(changed)
                continue
            }
            for place in places[event.watch] ?? [] {
                let entry = place.entry ?? event.name
                if place.entry == nil, event.endsWatch { isComplete = false }
                if event.isWatchGone { places[event.watch] = nil }
                guard !entry.isEmpty, !event.name.hasPrefix("."), event.matters(in: place.path) else { continue }
                changed.insert(entry)
                if event.isFolder || event.mayBeLink { restructured.insert(entry) }
            }
        }
        for entry in restructured { rebuild(entry) }
        return changed
    }

    /// Watches an entry anew: folders in it came, went, or have other names.
    private mutating func rebuild(_ entry: String) {
        for (watch, names) in places {
            let others = names.filter { $0.entry != entry }
            guard others.count < names.count else { continue }
            places[watch] = others.isEmpty ? nil : others
            if others.isEmpty { queue.remove(watch) }
        }
        addTree(folder + "/" + entry, entry: entry)
    }

    private mutating func addTree(_ path: String, entry: String, depth: Int = 0, parents: Set<FileIdentity> = []) {
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR, depth < 40 else { return }
        let identity = FileIdentity(status)
        // First the watch, then the list: what is added in between is either listed or reported.
        guard !parents.contains(identity), add(Place(path: path, entry: entry)) else { return }
        for name in FolderSnapshot.names(in: path) {
            addTree(path + "/" + name, entry: entry, depth: depth + 1, parents: parents.union([identity]))
        }
    }

    private mutating func add(_ place: Place) -> Bool {
        guard let watch = queue.add(place.path) else { return false }
        places[watch, default: []].insert(place)
        return true
    }
}
