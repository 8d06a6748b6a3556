/// How much room a text takes, without a font to ask.
enum TextExtent {
    /// An upper estimate of the width in a sans-serif font, in pixels.
    ///
    /// - Parameter size: The size of the font, in pixels.
    static func width(_ text: String, size: Double) -> Double {
        text.unicodeScalars.reduce(0) { $0 + width($1) } * size
    }

    /// The text on one line, with "…" behind as much of it as may be shown.
    static func shortened(_ text: String, to limit: Int) -> String {
        var line = ""
        for (count, character) in text.enumerated() {
            if count == limit { return line + "…" }
            let isShown = character.unicodeScalars.allSatisfy { scalar in
                switch scalar.properties.generalCategory {
                case .control, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: false
                // What turns the direction of a text turns that of the picture around it, too.
                case .format: scalar == "\u{200d}"
                default: true
                }
            }
            // A pile of accents would grow over its neighbours.
            line += isShown && character.unicodeScalars.count <= 8 ? String(character) : " "
        }
        return line
    }

    private static func width(_ scalar: Unicode.Scalar) -> Double {
        switch scalar {
        case "i", "l", "j", "I", "t", "f", "r", ".", ",", ":", ";", "'", "|", "!", "(", ")", "[", "]", "/", " ", "-": return 0.42
        case "m", "w", "M", "W", "Ш", "Щ", "Ж", "Ю", "Ф", "ш", "щ", "ж", "ю", "ф", "м", "ы", "@", "%": return 0.95
        default: break
        }
        switch scalar.properties.generalCategory {
        case .nonspacingMark: return 0
        case .uppercaseLetter: return 0.76
        default: return scalar.value < 0x1100 ? 0.64 : 1.1
        }
    }
}
