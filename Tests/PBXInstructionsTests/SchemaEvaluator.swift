import JSONText

/// Evaluates the keywords of JSON Schema that the dialects' schemas use, and throws on any other.
final class SchemaEvaluator {
    struct UnknownKeyword: Error {
        let keyword: String
    }

    /// The compiled patterns: compiling one takes far longer than matching it.
    private var patterns: [String: Regex<AnyRegexOutput>] = [:]

    private static let annotations: Set<String> = ["$schema", "title", "description", "examples"]

    func accepts(_ value: JSONValue, by schema: JSONValue) throws -> Bool {
        if let verdict = schema.bool { return verdict }
        for (keyword, argument) in schema.object ?? [:] where !SchemaEvaluator.annotations.contains(keyword) {
            guard try accepts(value, by: keyword, argument) else { return false }
        }
        return true
    }

    private func accepts(_ value: JSONValue, by keyword: String, _ argument: JSONValue) throws -> Bool {
        switch keyword {
        case "type": return isOfType(value, argument.string ?? "")
        case "minimum": return try compare(value, argument, by: >=)
        case "maximum": return try compare(value, argument, by: <=)
        case "maxProperties": return value.object.map { $0.count <= argument.int ?? 0 } ?? true
        case "minItems": return value.array.map { $0.count >= argument.int ?? 0 } ?? true
        case "items": return try value.array?.allSatisfy { try accepts($0, by: argument) } ?? true
        case "enum": return (argument.array ?? []).contains(value)
        case "pattern": return try value.string.map { try matches($0, argument.string ?? "") } ?? true
        case "required":
            guard let object = value.object else { return true }
            return (argument.array ?? []).allSatisfy { $0.string.flatMap { object[$0] } != nil }
        case "not": return try !accepts(value, by: argument)
        case "anyOf": return try (argument.array ?? []).contains { try accepts(value, by: $0) }
        case "allOf": return try (argument.array ?? []).allSatisfy { try accepts(value, by: $0) }
        case "properties":
            return try (argument.object ?? [:]).allSatisfy { key, schema in
                try value.object?[key].map { try accepts($0, by: schema) } ?? true
            }
        case "patternProperties":
            return try (argument.object ?? [:]).allSatisfy { pattern, schema in
                try (value.object ?? [:]).allSatisfy { try !matches($0.key, pattern) || accepts($0.value, by: schema) }
            }
        default: throw UnknownKeyword(keyword: keyword)
        }
    }

    private func isOfType(_ value: JSONValue, _ type: String) -> Bool {
        switch value {
        case .null: type == "null"
        case .bool: type == "boolean"
        case .string: type == "string"
        case .array: type == "array"
        case .object: type == "object"
        case .number(let number):
            type == "number" || type == "integer" && (number.double.map { $0 == $0.rounded() } ?? false)
        }
    }

    private func compare(_ value: JSONValue, _ bound: JSONValue, by holds: (Double, Double) -> Bool) throws -> Bool {
        guard let number = value.double, let bound = bound.double else { return true }
        return holds(number, bound)
    }

    private func matches(_ text: String, _ pattern: String) throws -> Bool {
        let regex = try patterns[pattern] ?? Regex(pattern).matchingSemantics(.unicodeScalar)
        patterns[pattern] = regex
        return try regex.firstMatch(in: text) != nil
    }
}
