import JSONText

/// The JSON Schema of UIS instructions, made of ``UISField`` and ``UISRules``.
enum UISSchema {
    static let document: JSONValue = {
        let actions = UISRules.actions.map(\.rawValue).joined(separator: ", ")
        let about: [(String, JSONValue)] = [
            ("$schema", "https://json-schema.org/draft/2020-12/schema"),
            ("title", "Instruction for a UIS PBX"),
            ("description", .string("What a handler returns. It has at least one of \(actions).")),
        ]
        let rules: [(String, JSONValue)] = [
            ("allOf", .array(UISRules.exclusions.map { ["not": required([$0.first, $0.second])] })),
            ("examples", .array(UISExamples.documented)),
        ]
        let names = UISField.Name.allCases
        return .object(JSONObject(members: about + keys(among: names, atLeastOneOf: UISRules.actions) + rules))
    }()

    private static func keys(
        among names: [UISField.Name], atLeastOneOf actions: [UISField.Name]
    ) -> [(String, JSONValue)] {
        let fields = names.map(UISField.named)
        let properties = fields.map { ($0.name.rawValue, schema(of: $0)) }
        let misspelt = fields.map { (UISSpelling.pattern(of: $0), JSONValue.bool(false)) }
        return [
            ("type", "object"),
            ("maxProperties", .number(JSONNumber(UISRules.keyLimit))),
            ("properties", .object(JSONObject(members: properties))),
            ("patternProperties", .object(JSONObject(members: misspelt))),
            ("anyOf", .array(actions.map { required([$0]) })),
        ]
    }

    private static func required(_ names: [UISField.Name]) -> JSONValue {
        ["required": .array(names.map { .string($0.rawValue) })]
    }

    private static func schema(of field: UISField) -> JSONValue {
        let about: [(String, JSONValue)] = [
            ("title", .string(field.title)), ("description", .string(field.summary)),
        ]
        let members = about + constraints(of: field.shape) + [("examples", [field.example])]
        return .object(JSONObject(members: members))
    }

    private static let notBlank: [(String, JSONValue)] = [("type", "string"), ("pattern", #"\S"#)]

    private static func constraints(of shape: UISField.Shape) -> [(String, JSONValue)] {
        switch shape {
        case .text, .fileName: return notBlank
        case .returnedCode:
            let range = ReturnedCode.range
            return [
                ("type", "integer"),
                ("minimum", .number(JSONNumber(range.lowerBound))),
                ("maximum", .number(JSONNumber(range.upperBound))),
            ]
        case .employeeMessage:
            let object = JSONObject(members: keys(among: UISRules.nested, atLeastOneOf: UISRules.nested))
            return [("anyOf", [.object(JSONObject(members: notBlank)), .object(object)])]
        case .destinations:
            let forms = Destination.Kind.allCases.map { kind -> JSONValue in
                ["title": .string(kind.summary), "pattern": .string(kind.pattern)]
            }
            let element: JSONValue = [
                "type": "string", "anyOf": .array(forms),
                "not": ["enum": .array(Destination.printedNothing.map(JSONValue.string))],
            ]
            return [("type", "array"), ("minItems", 1), ("items", element)]
        }
    }
}
