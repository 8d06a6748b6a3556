/// A node of a settings file, and where it is.
struct YAMLNode {
    enum Content {
        case scalar(String, isPlain: Bool)
        case sequence([YAMLNode])
        case mapping([(key: YAMLNode, value: YAMLNode)])
    }
    var content: Content
    /// From 1.
    var line: Int
    /// From 1, in characters.
    var column: Int

    /// The text of a scalar, however it is written.
    var text: String? {
        if case .scalar(let text, _) = content { text } else { nil }
    }

    /// Whether nothing is written here, or `null` or `~`.
    var isNull: Bool {
        if case .scalar(let text, isPlain: true) = content { ["", "~", "null"].contains(text) } else { false }
    }
}
