import HTTPText

/// A text in which numbers are looked for: what it means, and the bytes that say it.
struct MaskedText {
    /// What is written.
    let source: [UInt8]
    /// What it means.
    let bytes: [UInt8]
    /// For each of ``bytes``, and their end, the place in ``source``; empty when they are the same.
    private let places: [Int]

    init(_ bytes: [UInt8]) {
        source = bytes
        self.bytes = bytes
        places = []
    }

    /// Takes a part of a URL, or a form: `%2B` means `+`, and `+` a space.
    init(encoded source: [UInt8]) {
        self.source = source
        var bytes: [UInt8] = []
        var places: [Int] = []
        var index = 0
        while index < source.count {
            places.append(index)
            if source[index] == ASCII.percent, index + 2 < source.count, let high = ASCII.hexValue(source[index + 1]),
                let low = ASCII.hexValue(source[index + 2])
            {
                bytes.append(high << 4 | low)
                index += 3
            } else {
                bytes.append(source[index] == ASCII.plus ? ASCII.space : source[index])
                index += 1
            }
        }
        places.append(source.count)
        self.bytes = bytes
        self.places = places
    }

    /// Where one of ``bytes`` begins in ``source``.
    func place(_ index: Int) -> Int { places.isEmpty ? index : places[index] }
}
