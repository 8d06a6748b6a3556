import HTTPText

extension RoutePattern {
    /// Reads a template. One that does not begin with `/` is read as if it did.
    init(parsing template: String) throws(RouteTemplateRejection) {
        let text = template.hasPrefix("/") ? template[...] : ("/" + template)[...]
        if text == "/*" {
            appendLiteral("/")
            appendCapture("route", [.many(.any, isLazy: false)])
        } else if text.contains("{") || text.contains("}") || !text.contains(":") {
            try readBraces(text)
        } else {
            readColons(text)
        }
        guard literals.utf8.count <= Self.longestText else {
            throw RouteTemplateRejection(reason: .templateTooLong(limit: Self.longestText))
        }
        guard steps.count <= Self.longest else {
            throw RouteTemplateRejection(reason: .patternTooLarge(limit: Self.longest))
        }
        isPlain = captures.allSatisfy(isSegment)
    }

    private static var parameter: [Step] { [.one(.noSlash), .many(.noSlash, isLazy: true)] }

    private mutating func readColons(_ text: Substring) {
        var rest = text
        while let colon = rest.firstIndex(of: ":") {
            let name = rest[rest.index(after: colon)...].prefix { character in
                character.utf8.count == 1 && character.utf8.allSatisfy(RouteParameter.isWordCharacter)
            }
            if name.isEmpty {
                appendLiteral(rest[...colon])
                rest = rest[rest.index(after: colon)...]
            } else {
                appendLiteral(rest[..<colon])
                appendCapture(String(name), Self.parameter)
                rest = rest[name.endIndex...]
            }
        }
        appendLiteral(rest)
    }

    private mutating func readBraces(_ text: Substring) throws(RouteTemplateRejection) {
        var rest = text
        while let open = rest.firstIndex(where: { $0 == "{" || $0 == "}" }) {
            appendLiteral(rest[..<open])
            guard rest[open] == "{", let close = Self.closingBrace(in: rest[open...]) else {
                throw RouteTemplateRejection(reason: .unbalancedBraces)
            }
            try readParameter(rest[rest.index(after: open)..<close])
            rest = rest[rest.index(after: close)...]
        }
        appendLiteral(rest)
    }

    private mutating func readParameter(_ text: Substring) throws(RouteTemplateRejection) {
        let colon = text.firstIndex(of: ":")
        let name = text[..<(colon ?? text.endIndex)].trimmingSpaces
        guard RouteParameter.isName(name) else { throw RouteTemplateRejection(reason: .parameterName(String(name))) }
        guard let colon else { return appendCapture(String(name), Self.parameter) }
        var parser = RouteExpressionParser(text[text.index(after: colon)...].trimmingSpaces)
        appendCapture(String(name), try parser.parse())
    }

    private func isSegment(_ capture: Capture) -> Bool {
        guard Array(steps[capture.steps]) == Self.parameter else { return false }
        guard capture.steps.upperBound < steps.count else { return true }
        if case .literal(let bytes) = steps[capture.steps.upperBound] { return bytes.first == ASCII.slash }
        return false
    }

    /// The brace that closes the one `text` begins with; expressions have braces too (`[0-9]{4}`).
    private static func closingBrace(in text: Substring) -> Substring.Index? {
        var depth = 0
        return text.indices.first { index in
            if text[index] == "{" { depth += 1 }
            if text[index] == "}" { depth -= 1 }
            return depth == 0
        }
    }
}

extension Substring {
    fileprivate var trimmingSpaces: Substring {
        var text = drop { $0 == " " }
        while text.last == " " { text.removeLast() }
        return text
    }
}
