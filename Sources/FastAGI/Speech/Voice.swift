/// The language of a text, as far as its letters tell.
enum Voice: String, Sendable {
    case russian = "ru"
    case english = "en"

    /// Russian when there are as many Cyrillic letters as others, and at least one.
    init(for text: String) {
        var cyrillic = 0
        var others = 0
        for scalar in text.unicodeScalars where scalar.properties.isAlphabetic {
            if (0x400...0x52f).contains(scalar.value) { cyrillic += 1 } else { others += 1 }
        }
        self = cyrillic > 0 && cyrillic >= others ? .russian : .english
    }
}
