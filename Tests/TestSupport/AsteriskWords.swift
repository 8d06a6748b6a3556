/// How Asterisk cuts a command into words (`parse_args` of `res_agi.c`).
package enum AsteriskWords {
    package static func split(_ line: String) -> [String] {
        var words: [String] = []
        var isQuoted = false
        var isEscaped = false
        var isBetween = true
        func append(_ scalar: Unicode.Scalar) {
            if isBetween { words.append("") }
            isBetween = false
            words[words.count - 1].unicodeScalars.append(scalar)
            isEscaped = false
        }
        for scalar in line.unicodeScalars {
            switch scalar {
            case "\"" where !isEscaped:
                isQuoted.toggle()
                if isQuoted, isBetween {
                    words.append("")
                    isBetween = false
                }
            case " " where !isQuoted && !isEscaped, "\t" where !isQuoted && !isEscaped: isBetween = true
            case "\\" where !isEscaped: isEscaped = true
            default: append(scalar)
            }
        }
        return words
    }
}
