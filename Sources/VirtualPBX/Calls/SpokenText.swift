extension String {
    /// The text as it is to be spoken: digits of long numbers one by one, which speech programs would read as billions.
    ///
    /// Numbers of up to four digits are left alone: they are amounts, years and short codes.
    package var spoken: String {
        var spoken = ""
        var digits = ""
        func say() {
            spoken += digits.count > 4 ? digits.map(String.init).joined(separator: " ") : digits
            digits = ""
        }
        for character in self {
            if character.isASCII, character.isNumber {
                digits.append(character)
            } else {
                say()
                spoken.append(character)
            }
        }
        say()
        return spoken
    }
}
