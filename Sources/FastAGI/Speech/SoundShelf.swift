/// Which files are kept: a bounded number of bytes, of which the least recently used go first.
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
    /// - Returns: Those that have to go for it, the least recently used first; never the file itself.
    mutating func keep(_ name: String, bytes size: Int) -> [String] {
        forget(name)
        uses += 1
        entries[name] = Entry(bytes: size, lastUse: uses)
        bytes += size
        guard bytes > limit else { return [] }
        var gone: [String] = []
        // Some more than has to be, so that a full shelf is not sorted for each new file.
        for (old, _) in entries.sorted(by: { $0.value.lastUse < $1.value.lastUse }) where bytes > limit / 10 * 9 && old != name {
            forget(old)
            gone.append(old)
        }
        return gone
    }

    mutating func forget(_ name: String) {
        if let entry = entries.removeValue(forKey: name) { bytes -= entry.bytes }
    }
}
