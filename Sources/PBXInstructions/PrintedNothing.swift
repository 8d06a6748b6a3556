/// The words that JavaScript prints into a text when a value is missing or has no text of its own.
enum PrintedNothing {
    private static let words = ["undefined", "NaN", "null", "[object Object]", "[object Promise]"].map { Array($0.utf8) }

    /// The first of the words that stands in `text` as a word of its own, nil when none does.
    static func find(in text: String) -> String? {
        var text = text
        return text.withUTF8 { bytes in
            for start in bytes.indices {
                switch bytes[start] {
                case UInt8(ascii: "u"), UInt8(ascii: "N"), UInt8(ascii: "n"), UInt8(ascii: "["):
                    if start > 0, isLetter(bytes[start - 1]) { continue }
                    for word in words where bytes[start...].starts(with: word) {
                        let end = start + word.count
                        if end == bytes.count || !isLetter(bytes[end]) { return String(decoding: word, as: UTF8.self) }
                    }
                default: continue
                }
            }
            return nil
        }
    }

    /// Whether `byte` belongs to a word; those of other scripts than Latin all do.
    private static func isLetter(_ byte: UInt8) -> Bool {
        (byte | 0x20) &- UInt8(ascii: "a") < 26 || byte >= 0x80
    }
}
