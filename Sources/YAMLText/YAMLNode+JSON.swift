package import JSONText

extension YAMLNode {
    /// The value as JSON. Unquoted `true`, `false`, `null`, `~` and what JSON takes for a number are that; everything
    /// else is text, `yes`, `+7495`, `0x1F` and `007` too.
    ///
    /// - Throws: A slip for a key that is no text.
    package func json(file: String) throws(YAMLSlip) -> JSONValue {
        switch content {
        case .scalar(let text, let isPlain):
            return isPlain ? Self.resolved(text) : .string(text)
        case .sequence(let items):
            var values: [JSONValue] = []
            for item in items { values.append(try item.json(file: file)) }
            return .array(values)
        case .mapping(let pairs):
            var object = JSONObject()
            for (key, value) in pairs {
                guard let name = key.text else {
                    throw YAMLSlip(file: file, line: key.line, column: key.column, message: "a key has to be text")
                }
                object[name] = try value.json(file: file)
            }
            return .object(object)
        }
    }

    /// What the content is, for sentences.
    package var typeName: String {
        switch content {
        case .scalar(let text, let isPlain): isPlain ? Self.resolved(text).typeName : "a string"
        case .sequence: "a list"
        case .mapping: "a mapping"
        }
    }

    private static func resolved(_ text: String) -> JSONValue {
        switch text {
        case "", "~", "null": return .null
        case "true": return .bool(true)
        case "false": return .bool(false)
        default:
            guard let first = text.utf8.first, first &- 0x30 < 10 || first == UInt8(ascii: "-"),
                let value = try? JSONValue(parsing: text), case .number = value
            else { return .string(text) }  // What does not read as a number is text.
            return value
        }
    }
}
