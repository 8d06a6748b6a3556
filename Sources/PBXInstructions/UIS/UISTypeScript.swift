/// The TypeScript declarations of the UIS dialect, made of ``UISField``, ``UISRules`` and ``UISCallField``.
enum UISTypeScript {
    static let declarations = [call, fields, instruction].joined(separator: "\n")

    static let declarationsWithoutInstructions =
        call + "\n/** Whatever the handler returns: this dialect has no instructions. */\nexport type Instruction = unknown;\n"

    private static let call: String = {
        let properties = UISCallField.all.map { field in
            """
              /** \(field.summary) From `\(field.parameters.joined(separator: "` or `"))`, such as `\(field.example)`. */
              readonly \(field.property.rawValue): string | null;

            """
        }
        return "/** What the PBX says about the call: `req.call`. What it does not say is `null`. */\n"
            + "export interface Call {\n" + properties.joined() + "}\n"
    }()

    private static let fields: String = {
        let properties = UISField.all.map { field in
            """
              /** \(field.title). \(field.summary) Example: `\(field.sample)`. */
              \(field.name.rawValue)?: \(type(of: field.shape));

            """
        }
        return "/** All keys of an instruction. */\nexport interface InstructionFields {\n" + properties.joined() + "}\n"
    }()

    private static let instruction: String = {
        let actions = UISRules.actions.map { "Required<Pick<InstructionFields, \"\($0.rawValue)\">>" }
        let exclusions = UISRules.exclusions.map { exclusion in
            "\n  & ({ \(exclusion.first.rawValue)?: never } | { \(exclusion.second.rawValue)?: never })"
        }
        return "/** What a handler returns. */\nexport type Instruction = InstructionFields\n  & (\n    "
            + actions.joined(separator: "\n    | ") + "\n  )" + exclusions.joined() + ";\n"
    }()

    private static func type(of shape: UISField.Shape) -> String {
        switch shape {
        case .destinations: "string[]"
        case .text, .fileName: "string"
        case .returnedCode: "number"
        case .employeeMessage:
            "string | { " + UISRules.nested.map { "\($0.rawValue)?: string" }.joined(separator: "; ") + " }"
        }
    }
}
