import HTTPText
package import TextFilters
package import YAMLText

/// Puts secrets in the place of `${NAME}` in the values of a settings file or a scenario, and remembers which.
///
/// Works on what the YAML parser made of the file, so that a secret is always text and never changes the structure.
package struct SecretExpansion {
    private static let addressKeys: Set<String> = ["route", "url"]

    private let source: SecretSource
    private let file: String
    private(set) var values: [String: SecretText] = [:]
    /// What is wrong with names of secrets, and with the secrets.
    package private(set) var slips: [YAMLSlip] = []
    /// Whether some of that may be over though neither the file nor the secrets change.
    private(set) var isLack = false

    /// - Parameter file: The name shown in errors.
    package init(_ source: SecretSource, file: String) {
        self.source = source
        self.file = file
    }

    /// Hides the secrets that were put in.
    package var redaction: Redaction { SandboxSecrets(values).redaction }

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

    /// A node of a scenario with secrets in its addresses, the values of `route` and `url`. Other texts stay as they are, with whatever
    /// looks like the name of a secret.
    ///
    /// A secret is percent-encoded, so that it stays one part of the address. At the very beginning it is the address itself, and is
    /// put there as it is.
    package mutating func expandedAddresses(_ node: YAMLNode) -> YAMLNode {
        var node = node
        switch node.content {
        case .scalar: break
        case .sequence(let items): node.content = .sequence(items.map { expandedAddresses($0) })
        case .mapping(let pairs):
            node.content = .mapping(
                pairs.map { key, value in
                    guard let name = key.text, Self.addressKeys.contains(name), let text = value.text, text.contains("${") else {
                        return (key, expandedAddresses(value))
                    }
                    var value = value
                    if let expanded = expanded(text, at: value, isAddress: true) { value.content = .scalar(expanded, isPlain: false) }
                    return (key, value)
                })
        }
        return node
    }

    private mutating func expanded(_ text: String, at node: YAMLNode, isAddress: Bool = false) -> String? {
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
            case .secret(let name):
                let value = value(of: name, at: node)
                expanded += isAddress && !expanded.isEmpty ? PercentEncoding.encode(value) : value
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
            if error.isLack { isLack = true }
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
