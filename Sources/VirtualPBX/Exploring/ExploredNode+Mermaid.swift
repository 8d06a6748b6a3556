extension ExploredNode {
    /// The tree as a flowchart of Mermaid.
    ///
    /// - Parameters:
    ///   - from: Who called.
    ///   - shown: Takes out of a text what must not be seen, before it is escaped.
    package func mermaid(from: String, shown: (String) -> String) -> String {
        var text = "flowchart TD\n"
        var count = 0
        func draw(_ node: ExploredNode) -> String {
            count += 1
            let name = "n\(count)"
            text += "  \(name)[\"\(Self.escaped(shown(node.line)))\"]\n"
            for group in node.groups {
                let next = draw(group.node)
                let label = group.inputs.map(\.label).joined(separator: ", ")
                text += "  \(name) -->|\"\(Self.escaped(label))\"| \(next)\n"
            }
            return name
        }
        let root = draw(self)
        return text + "  call([\"\(Self.escaped(from.isEmpty ? "hidden number" : from))\"]) --> \(root)\n"
    }

    /// Mermaid reads entities, and would take a quotation mark for the end of a text.
    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "<", ">", "&", "#", "`": escaped += "#\(scalar.value);"
            case _ where scalar.value < 0x20: escaped += " "
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
