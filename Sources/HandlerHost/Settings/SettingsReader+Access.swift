import YAMLText

extension SettingsReader {
    private enum AccessKey: String, CaseIterable { case token, addresses }

    /// A shorter token is guessed too soon.
    private static let shortestToken = 8

    /// Reads who may call.
    mutating func access(_ node: YAMLNode) -> AccessRules {
        var rules = AccessRules()
        guard let pairs = yaml.pairs(of: node, called: "access", keys: AccessKey.self) else { return rules }
        if node.isNull || node.isEmptyMapping {
            yaml.note(node, "access has to have token or addresses: without them nothing is restricted")
        }
        for (key, value) in pairs {
            switch key {
            case .token: rules.tokens = items(value, called: "token").compactMap { token($0) }
            case .addresses: rules.addresses = items(value, called: "addresses").compactMap { address($0) }
            }
        }
        return rules
    }

    /// The items of a list, or the one value that stands alone; notes when there is none, since nobody could call then.
    private mutating func items(_ node: YAMLNode, called name: String) -> [YAMLNode] {
        if case .sequence(let items) = node.content, !items.isEmpty { return items }
        if let text = node.text, !text.isEmpty, !node.isNull { return [node] }
        yaml.note(node, "\(name) has to be a value or a list of values, not \(node.typeName == "a list" ? "an empty list" : node.typeName)")
        return []
    }

    private mutating func token(_ node: YAMLNode) -> Secret? {
        // The text itself is not told: it is a secret, or nearly one.
        guard let text = node.text, text.utf8.count >= Self.shortestToken, text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f }) else {
            yaml.note(node, "a token has to have at least \(Self.shortestToken) characters of ASCII, without spaces")
            return nil
        }
        return Secret(text)
    }

    private mutating func address(_ node: YAMLNode) -> AddressRange? {
        if let text = node.text, let range = AddressRange(text) { return range }
        yaml.note(node, "\"\(node.text ?? node.typeName)\" is no address: write one like 192.0.2.7, 10.0.0.0/8 or 2001:db8::/32")
        return nil
    }

    /// Reads a rate.
    mutating func rate(_ node: YAMLNode, called name: String) -> RateLimit? {
        if let text = node.text, let limit = RateLimit(text) { return limit }
        yaml.note(
            node,
            "\(name) has to be written like 50/s, 100/min, 1000/h or 50/s burst 200, not \(node.text.map { "\"\($0)\"" } ?? node.typeName)")
        return nil
    }
}

extension YAMLNode {
    fileprivate var isEmptyMapping: Bool {
        if case .mapping(let pairs) = content { pairs.isEmpty } else { false }
    }
}
