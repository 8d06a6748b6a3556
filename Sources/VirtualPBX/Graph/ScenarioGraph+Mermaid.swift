extension ScenarioGraph {
    /// The graph as a flowchart for Mermaid, which Markdown viewers draw.
    package var mermaid: String {
        var text = "flowchart LR\n"
        if let start { text += "  call((call)) --> n\(start)\n" }
        for (index, node) in nodes.enumerated() {
            let lines = ([node.name, node.kind] + node.details).map { Self.escaped(TextExtent.shortened($0, to: 40)) }
            let content = "\"\(lines.joined(separator: "<br>"))\""
            text += "  n\(index)\(node.kind == "hangup" ? "([\(content)])" : "[\(content)]")\n"
        }
        for (index, node) in nodes.enumerated() {
            for way in node.ways { text += "  n\(index) -->|\"\(Self.escaped(way.label))\"| n\(way.target)\n" }
        }
        let lost = nodes.indices.filter { !nodes[$0].isReachable }.map { "n\($0)" }
        if !lost.isEmpty { text += "  classDef unreachable stroke-dasharray:5\n  class \(lost.joined(separator: ",")) unreachable\n" }
        return text
    }

    /// Everything that means something to Mermaid, to Markdown or to HTML, as the entities that Mermaid knows by number.
    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            let isSpecial = scalar.value < 0x20 || "\"#&<>`*\\[]|;%$".unicodeScalars.contains(scalar)
            escaped += isSpecial ? "#\(scalar.value);" : String(scalar)
        }
        return escaped
    }
}
