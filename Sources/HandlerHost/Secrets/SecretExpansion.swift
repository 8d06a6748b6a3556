import YAMLText

/// Puts secrets in the place of `${NAME}` in the values of a settings file, and remembers which.
///
/// Works on what the YAML parser made of the file, so that a secret is always text and never changes the structure.
struct SecretExpansion {
    private let source: SecretSource
    private let file: String
    private(set) var values: [String: SecretText] = [:]
    private(set) var slips: [YAMLSlip] = []

    /// - Parameter file: The name shown in errors.
    init(_ source: SecretSource, file: String) {
        self.source = source
        self.file = file
    }

    /// The node with secrets in its values; its keys stay as they are.
    mutating func expanded(_ node: YAMLNode) -> YAMLNode {
        var node = node
        switch node.content {
        case .scalar(let text, _):
            guard text.utf8.contains(UInt8(ascii: "$")), text.contains("${") else { return node }
            if let expanded = expanded(text, at: node) { node.content = .scalar(expanded, isPlain: false) }
        case .sequence(let items):
            node.content = .sequence(items.map { expanded($0) })
        case .mapping(let pairs):
            node.content = .mapping(pairs.map { ($0.key, expanded($0.value)) })
        }
        return node
    }

    private mutating func expanded(_ text: String, at node: YAMLNode) -> String? {
        let template: SecretTemplate
        do throws(SecretTemplate.Slip) {
            template = try SecretTemplate(parsing: text)
        } catch {
            note(node, error.sentence)
            return nil
        }
        var expanded = ""
        for part in template.parts {
            switch part {
            case .text(let text): expanded += text
            case .secret(let name): expanded += value(of: name, at: node)
            }
        }
        return expanded
    }

    /// The value of a secret; notes when there is none.
    private mutating func value(of name: String, at node: YAMLNode) -> String {
        if let known = values[name] { return known.text }
        do throws(SecretFault) {
            let value = try source.value(of: name)
            values[name] = value
            return value.text
        } catch {
            note(node, error.sentence(for: name))
            return ""
        }
    }

    private mutating func note(_ node: YAMLNode, _ message: String) {
        slips.append(YAMLSlip(file: file, line: node.line, column: node.column, message: message))
    }
}

extension SecretTemplate.Slip {
    fileprivate var sentence: String {
        let advice = "write $${ for the characters themselves"
        return switch self {
        case .unfinished: "\"${\" begins the name of a secret, and no \"}\" ends it: \(advice)"
        case .notAName(let text):
            "\"\(text.prefix(40))\" is no name of a secret, which has letters, digits, _, - and .: \(advice)"
        }
    }
}
