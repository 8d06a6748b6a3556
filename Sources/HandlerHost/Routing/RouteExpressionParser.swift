/// Reads the regular expressions that a template may have: characters, classes, `.`, `\d`, `\w`, `\s`, each with a
/// count. Groups, alternatives and references are refused, because they cannot all be matched in linear time by steps
/// without steps inside.
struct RouteExpressionParser {
    private let expression: Substring
    private var rest: Substring.UnicodeScalarView

    init(_ expression: Substring) {
        self.expression = expression
        rest = expression.unicodeScalars
    }

    mutating func parse() throws(RouteTemplateRejection) -> [RoutePattern.Step] {
        // A parameter is matched as a whole anyway.
        if rest.first == "^" { rest.removeFirst() }
        var steps: [RoutePattern.Step] = []
        while let character = rest.popFirst() {
            if character == "$", rest.isEmpty { break }
            let set = try characterClass(startingWith: character)
            steps += try repeated(set)
            guard steps.count <= RoutePattern.longest else {
                throw RouteTemplateRejection(reason: .patternTooLarge(limit: RoutePattern.longest))
            }
        }
        guard !steps.isEmpty else { throw unsupported }
        return steps
    }

    private var unsupported: RouteTemplateRejection {
        RouteTemplateRejection(reason: .unsupportedPattern(String(expression)))
    }

    private mutating func characterClass(
        startingWith character: Unicode.Scalar
    ) throws(RouteTemplateRejection) -> CharacterClass {
        switch character {
        case ".": return .any
        case "\\": return try escaped()
        case "[": return try bracketed()
        case "(", ")", "|", "^", "$", "*", "+", "?", "{", "}", "]": throw unsupported
        default: return CharacterClass([character])
        }
    }

    private mutating func escaped() throws(RouteTemplateRejection) -> CharacterClass {
        guard let character = rest.popFirst() else { throw unsupported }
        switch character {
        case "d": return .digits
        case "D": return CharacterClass.digits.negated
        case "w": return .word
        case "W": return CharacterClass.word.negated
        case "s": return .space
        case "S": return CharacterClass.space.negated
        default:
            guard !character.properties.isAlphabetic, !("0"..."9").contains(character) else { throw unsupported }
            return CharacterClass([character])
        }
    }

    private mutating func bracketed() throws(RouteTemplateRejection) -> CharacterClass {
        var set = CharacterClass()
        let isNegated = rest.first == "^"
        if isNegated { rest.removeFirst() }
        var isFirst = true
        while let character = rest.popFirst() {
            if character == "]", !isFirst { return isNegated ? set.negated : set }
            isFirst = false
            switch character {
            case "[", "]": throw unsupported
            case "&" where rest.first == "&": throw unsupported
            case "\\":
                guard let next = rest.first else { throw unsupported }
                if "DWS".unicodeScalars.contains(next) { throw unsupported }
                if "dws".unicodeScalars.contains(next) {
                    set.formUnion(try escaped())
                    continue
                }
                _ = try escaped()
                try insertRange(from: next, into: &set)
            default: try insertRange(from: character, into: &set)
            }
        }
        throw unsupported
    }

    private mutating func insertRange(
        from lower: Unicode.Scalar, into set: inout CharacterClass
    ) throws(RouteTemplateRejection) {
        let next = rest.dropFirst().first
        guard rest.first == "-", next != "]", next != nil else { return set.insert(lower...lower) }
        rest.removeFirst()
        guard let upper = rest.popFirst(), upper != "\\", upper != "[", lower <= upper else { throw unsupported }
        set.insert(lower...upper)
    }

    private mutating func repeated(
        _ set: CharacterClass
    ) throws(RouteTemplateRejection) -> [RoutePattern.Step] {
        var least = 1
        var most: Int? = 1
        switch rest.first {
        case "*": (least, most) = (0, nil)
        case "+": (least, most) = (1, nil)
        case "?": (least, most) = (0, 1)
        case "{": (least, most) = try counts()
        default: return [.one(set)]
        }
        rest.removeFirst()
        let isLazy = rest.first == "?"
        if isLazy { rest.removeFirst() }
        let needed = [RoutePattern.Step](repeating: .one(set), count: least)
        guard let most else { return needed + [.many(set, isLazy: isLazy)] }
        guard most >= least else { throw unsupported }
        return needed + [RoutePattern.Step](repeating: .optional(set, isLazy: isLazy), count: most - least)
    }

    /// Reads `{n}`, `{n,}` or `{n,m}` up to its closing brace, which stays.
    private mutating func counts() throws(RouteTemplateRejection) -> (Int, Int?) {
        rest.removeFirst()
        let least = try number()
        guard rest.first == "," else {
            guard rest.first == "}", let least else { throw unsupported }
            return (least, least)
        }
        rest.removeFirst()
        let most = try number()
        guard rest.first == "}", let least else { throw unsupported }
        return (least, most)
    }

    private mutating func number() throws(RouteTemplateRejection) -> Int? {
        var value: Int?
        while let digit = rest.first, ("0"..."9").contains(digit) {
            rest.removeFirst()
            value = (value ?? 0) * 10 + Int(digit.value - 0x30)
            guard let value, value <= RoutePattern.longest else {
                throw RouteTemplateRejection(reason: .patternTooLarge(limit: RoutePattern.longest))
            }
        }
        return value
    }
}
