import PlainText

/// Transformed files by the hash of what they were made of; forgets the ones not used for longest.
struct TransformCache {
    private struct Entry {
        var module: TransformedModule
        var lastUse: Int
    }
    private var entries: [ContentHash: Entry] = [:]
    private var uses = 0
    private var size = 0
    private let limit: Int

    /// - Parameter limit: How many bytes to keep, with what an entry takes besides its code.
    init(limit: Int = 64 << 20) { self.limit = limit }

    subscript(key: ContentHash) -> TransformedModule? {
        mutating get {
            uses += 1
            entries[key]?.lastUse = uses
            return entries[key]?.module
        }
        set {
            uses += 1
            if let old = entries.removeValue(forKey: key) { size -= old.module.weight }
            guard let newValue else { return }
            entries[key] = Entry(module: newValue, lastUse: uses)
            size += newValue.weight
            while size > limit, let oldest = entries.min(by: { $0.value.lastUse < $1.value.lastUse })?.key {
                self[oldest] = nil
            }
        }
    }
}
