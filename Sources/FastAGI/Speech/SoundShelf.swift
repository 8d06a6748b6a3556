/// Which files are kept: a bounded number of bytes. Who keeps most gives first, and of his the least recently used.
struct SoundShelf {
    private struct Entry {
        var bytes: Int
        var lastUse: UInt64
    }

    /// In bytes.
    let limit: Int
    private var entries: [String: Entry] = [:]
    private(set) var bytes = 0
    private var uses: UInt64 = 0

    init(limit: Int) { self.limit = limit }

    var count: Int { entries.count }

    /// The size of a file that is kept, which counts as used now.
    mutating func use(_ name: String) -> Int? {
        guard let entry = entries[name] else { return nil }
        uses += 1
        entries[name] = Entry(bytes: entry.bytes, lastUse: uses)
        return entry.bytes
    }

    /// Keeps a file, which counts as used now.
    ///
    /// - Parameter name: The owner's name, a slash, and the file's.
    /// - Returns: Those that have to go for it, in this order; the file itself and no other when it is larger than the shelf.
    mutating func keep(_ name: String, bytes size: Int) -> [String] {
        forget(name)
        guard size <= limit else { return [name] }
        uses += 1
        entries[name] = Entry(bytes: size, lastUse: uses)
        bytes += size
        return bytes > limit ? makeRoom(for: name) : []
    }

    mutating func forget(_ name: String) {
        if let entry = entries.removeValue(forKey: name) { bytes -= entry.bytes }
    }

    /// Forgets some more than has to be, so that a full shelf is not sorted for each new file.
    private mutating func makeRoom(for kept: String) -> [String] {
        // Each owner's files, the most recently used first.
        var files = Dictionary(grouping: entries.keys.filter { $0 != kept }) { $0.prefix { $0 != "/" } }
            .mapValues { names in names.sorted { entries[$0]?.lastUse ?? 0 > entries[$1]?.lastUse ?? 0 } }
        var sizes: [Substring: Int] = [:]
        for (name, entry) in entries { sizes[name.prefix { $0 != "/" }, default: 0] += entry.bytes }
        var gone: [String] = []
        while bytes > limit / 10 * 9,
            let owner = files.keys.max(by: { (sizes[$0] ?? 0, $0) < (sizes[$1] ?? 0, $1) }), let name = files[owner]?.popLast()
        {
            if files[owner]?.isEmpty == true { files[owner] = nil }
            sizes[owner, default: 0] -= entries[name]?.bytes ?? 0
            forget(name)
            gone.append(name)
        }
        return gone
    }
}
