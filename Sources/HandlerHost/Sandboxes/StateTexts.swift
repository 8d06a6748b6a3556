import JSONText
import StateStore

/// A state as a worker gets it: a document and what was changed since, both as the store has them. The host does not read them.
struct StateTexts: Sendable {
    /// JSON text of an object.
    let document: [UInt8]
    /// JSON text of a list of JSON Patches, each of them a list; empty for none.
    let patches: [UInt8]

    /// A document that nobody has changed.
    init(document: [UInt8] = Array("{}".utf8)) {
        self.document = document
        patches = []
    }

    init(_ stored: StoredState) {
        let start = stored.documentStart
        document = (start == nil ? stored.snapshot : nil) ?? Array("{}".utf8)
        patches = Self.list(stored.patches[(start ?? 0)...])
    }

    private static func list(_ texts: ArraySlice<[UInt8]>) -> [UInt8] {
        guard !texts.isEmpty else { return [] }
        var list: [UInt8] = []
        list.reserveCapacity(texts.reduce(1) { $0 + $1.count + 1 })
        for text in texts {
            list.append(list.isEmpty ? UInt8(ascii: "[") : UInt8(ascii: ","))
            list.append(contentsOf: text)
        }
        list.append(UInt8(ascii: "]"))
        return list
    }
}
