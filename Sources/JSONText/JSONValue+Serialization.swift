extension JSONValue {
    /// The value as JSON text in UTF-8: on one line without spaces, or `pretty` with two spaces of indentation and
    /// `\n` between lines, in both cases without a line end behind it.
    package func bytes(pretty: Bool = false) -> [UInt8] {
        var out: [UInt8] = []
        if pretty {
            appendPretty(to: &out, depth: 0)
        } else {
            append(to: &out)
        }
        return out
    }

    /// The value as JSON text on one line; the beginning of it when `goesOn`, which is asked again and again, says no.
    package func bytes(while goesOn: @escaping () -> Bool) -> [UInt8] {
        var out: [UInt8] = []
        var patience = Patience(while: goesOn)
        append(to: &out, with: &patience)
        return out
    }

    /// The value as JSON text on one line.
    package var text: String {
        String(decoding: bytes(), as: UTF8.self)
    }

    /// Appends the value as JSON text on one line.
    package func append(to out: inout [UInt8]) {
        var patience = Patience { true }
        append(to: &out, with: &patience)
    }

    func append(to out: inout [UInt8], with patience: inout Patience) {
        guard patience.lasts() else { return }
        switch self {
        case .null, .bool, .number, .string: appendScalar(to: &out)
        case .array(let elements):
            out.append(UInt8(ascii: "["))
            for (position, element) in elements.enumerated() {
                if patience.isOver { return }
                if position > 0 { out.append(UInt8(ascii: ",")) }
                element.append(to: &out, with: &patience)
            }
            out.append(UInt8(ascii: "]"))
        case .object(let object):
            out.append(UInt8(ascii: "{"))
            for (position, member) in object.enumerated() {
                if patience.isOver { return }
                if position > 0 { out.append(UInt8(ascii: ",")) }
                JSONWriter.appendQuoted(member.key, to: &out)
                out.append(UInt8(ascii: ":"))
                member.value.append(to: &out, with: &patience)
            }
            out.append(UInt8(ascii: "}"))
        }
    }

    private func appendPretty(to out: inout [UInt8], depth: Int) {
        switch self {
        case .array(let elements) where !elements.isEmpty:
            out.append(UInt8(ascii: "["))
            for (position, element) in elements.enumerated() {
                if position > 0 { out.append(UInt8(ascii: ",")) }
                JSONValue.appendLineBreak(to: &out, depth: depth + 1)
                element.appendPretty(to: &out, depth: depth + 1)
            }
            JSONValue.appendLineBreak(to: &out, depth: depth)
            out.append(UInt8(ascii: "]"))
        case .object(let object) where !object.isEmpty:
            out.append(UInt8(ascii: "{"))
            for (position, member) in object.enumerated() {
                if position > 0 { out.append(UInt8(ascii: ",")) }
                JSONValue.appendLineBreak(to: &out, depth: depth + 1)
                JSONWriter.appendQuoted(member.key, to: &out)
                out += ": ".utf8
                member.value.appendPretty(to: &out, depth: depth + 1)
            }
            JSONValue.appendLineBreak(to: &out, depth: depth)
            out.append(UInt8(ascii: "}"))
        default: append(to: &out)
        }
    }

    private func appendScalar(to out: inout [UInt8]) {
        switch self {
        case .bool(true): out += "true".utf8
        case .bool(false): out += "false".utf8
        case .number(let number): out += number.literal.utf8
        case .string(let text): JSONWriter.appendQuoted(text, to: &out)
        case .null, .array, .object: out += "null".utf8
        }
    }

    private static func appendLineBreak(to out: inout [UInt8], depth: Int) {
        out.append(UInt8(ascii: "\n"))
        out += repeatElement(UInt8(ascii: " "), count: 2 * depth)
    }
}
