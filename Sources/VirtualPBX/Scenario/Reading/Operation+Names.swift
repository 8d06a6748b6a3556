extension Operation {
    /// In Unicode scalars.
    static let longestName = 64

    /// Whether an operation may be called that: letters, digits, `_` and `-`, of any alphabet.
    static func isName(_ text: String) -> Bool {
        (1...longestName).contains(text.unicodeScalars.count)
            && text.unicodeScalars.allSatisfy { scalar in
                switch scalar.properties.generalCategory {
                case .decimalNumber, .nonspacingMark, .spacingMark: true
                default: scalar.properties.isAlphabetic || scalar == "_" || scalar == "-"
                }
            }
    }
}
