/// Writes boxes and lines as SVG.
struct SVGDrawing {
    private let margin: Double
    private var elements: [String] = []
    private var right = 0.0
    private var bottom = 0.0
    private var left = 0.0

    init(margin: Double) { self.margin = margin }

    /// The whole image.
    var text: String {
        let width = right - left + 2 * margin
        let height = bottom + 2 * margin
        return """
            <svg xmlns="http://www.w3.org/2000/svg" width="\(Self.number(width))" height="\(Self.number(height))" \
            viewBox="\(Self.number(left - margin)) \(Self.number(-margin)) \(Self.number(width)) \(Self.number(height))" role="img">
            <style>\(Self.style)</style>
            \(elements.joined(separator: "\n"))
            </svg>

            """
    }

    private static let style = """
        svg{--ink:#1f2933;--soft:#6b7785;--paper:#fff;--edge:#8a97a5;--page:#f6f7f9;background:var(--page);\
        font-family:system-ui,-apple-system,'Segoe UI','DejaVu Sans',sans-serif}\
        @media (prefers-color-scheme:dark){svg{--ink:#e4e8ec;--soft:#9aa5b1;--paper:#22282f;--edge:#74808d;--page:#171b20}}\
        rect.box{fill:var(--paper);stroke:var(--edge);stroke-width:1.2}rect.lost{stroke-dasharray:5 4}\
        .rule{stroke:var(--edge);stroke-width:.6;opacity:.6}\
        text{fill:var(--ink);font-size:11px}.name{font-size:13px;font-weight:600}.soft{fill:var(--soft)}\
        path.way{fill:none;stroke:currentColor;stroke-width:1.4}path.failure{stroke-dasharray:6 3}.head{fill:currentColor}\
        .to0{color:#5b8fd0}.to1{color:#c07f4a}.to2{color:#4f9d7e}.to3{color:#b0699b}.to4{color:#8b83c9}.to5{color:#a08f3c}\
        .to6{color:#4d9db3}.to7{color:#c06a68}.call{color:var(--edge)}\
        .interactive{fill:#3b7dd8}.menu{fill:#7a5cc9}.message{fill:#2a9d8f}.transfer{fill:#3f9b4b}.voicemail{fill:#b08a2e}\
        .hours{fill:#c2703d}.goto{fill:#8a97a5}.hangup{fill:#c4524f}
        """

    mutating func box(_ node: ScenarioGraph.Node, _ size: BoxSize, x: Double, y: Double, isStart: Bool) {
        right = max(right, x + size.width)
        bottom = max(bottom, y + size.height)
        let radius = node.kind == "hangup" ? 14.0 : 6.0
        var parts = ["<g><title>\(Self.escaped(([node.name] + node.details).joined(separator: "\n")))</title>"]
        if isStart {
            let entry = y + BoxSize.entry
            left = min(left, x - 46)
            parts.append("<circle class=\"head call\" cx=\"\(Self.number(x - 40))\" cy=\"\(Self.number(entry))\" r=\"6\"/>")
            parts.append("<path class=\"way call\" d=\"M\(Self.number(x - 34)),\(Self.number(entry)) H\(Self.number(x - 4))\"/>")
            parts.append(Self.head(at: GraphLayout.Point(x: x, y: entry), style: "call"))
        }
        let frame =
            "x=\"\(Self.number(x))\" y=\"\(Self.number(y))\" width=\"\(Self.number(size.width))\" height=\"\(Self.number(size.height))\""
        parts.append("<rect class=\"box\(node.isReachable ? "" : " lost")\" rx=\"\(Self.number(radius))\" \(frame)/>")
        parts.append(Self.text(node.kind, x: x + BoxSize.padding, y: y + 15, style: "class=\"\(node.kind)\" font-weight=\"600\""))
        parts.append(Self.text(size.name, x: x + BoxSize.padding, y: y + 32, style: "class=\"name\""))
        for (index, detail) in size.details.enumerated() {
            let row = y + 32 + Double(index + 1) * BoxSize.row
            parts.append(Self.text(detail, x: x + BoxSize.padding, y: row, style: "class=\"soft\""))
        }
        if !node.ways.isEmpty {
            let rule = Self.number(y + size.headHeight)
            parts.append("<path class=\"rule\" d=\"M\(Self.number(x)),\(rule) h\(Self.number(size.width))\"/>")
        }
        for (index, way) in node.ways.enumerated() {
            let port = y + size.portOffset(index)
            parts.append(Self.text(way.label, x: x + size.width - 8, y: port + 4, style: "text-anchor=\"end\""))
        }
        elements.append(parts.joined() + "</g>")
    }

    /// A line with an arrow at its end; its corners are round. Lines to one box have one colour.
    mutating func line(_ points: [GraphLayout.Point], to target: Int, isBranchOfFailure: Bool) {
        let color = "to\(target % 8)"
        guard let first = points.first, let last = points.last else { return }
        for point in points {
            right = max(right, point.x)
            bottom = max(bottom, point.y)
            left = min(left, point.x)
        }
        var path = "M\(Self.text(first))"
        for index in points.indices.dropFirst().dropLast() {
            let (before, corner, after) = (points[index - 1], points[index], points[index + 1])
            path += " L\(Self.text(Self.near(corner, before))) Q\(Self.text(corner)) \(Self.text(Self.near(corner, after)))"
        }
        path += " L\(Self.number(last.x - 4)),\(Self.number(last.y))"
        elements.append("<path class=\"way \(color)\(isBranchOfFailure ? " failure" : "")\" d=\"\(path)\"/>")
        elements.append(Self.head(at: last, style: color))
    }

    /// An arrow that points to the right.
    private static func head(at point: GraphLayout.Point, style: String) -> String {
        "<path class=\"head \(style)\" d=\"M\(number(point.x - 9)),\(number(point.y - 4)) l9,4 l-9,4 z\"/>"
    }

    /// A point on the way from a corner to another point, no farther than half of it.
    private static func near(_ corner: GraphLayout.Point, _ other: GraphLayout.Point) -> GraphLayout.Point {
        let (dx, dy) = (other.x - corner.x, other.y - corner.y)
        let length = max(abs(dx), abs(dy))
        let part = length == 0 ? 0 : min(5, length / 2) / length
        return GraphLayout.Point(x: corner.x + dx * part, y: corner.y + dy * part)
    }

    private static func text(_ point: GraphLayout.Point) -> String { "\(number(point.x)),\(number(point.y))" }

    private static func text(_ text: String, x: Double, y: Double, style: String) -> String {
        "<text x=\"\(number(x))\" y=\"\(number(y))\" \(style)>\(escaped(text))</text>"
    }

    /// With at most one digit behind the point.
    private static func number(_ value: Double) -> String {
        let tenths = Int(exactly: (value * 10).rounded()) ?? 0
        return tenths % 10 == 0 ? "\(tenths / 10)" : "\(Double(tenths) / 10)"
    }

    /// Text for XML; characters that XML does not have are left out.
    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "\n", "\t": escaped += " "
            case _ where scalar.value < 0x20 || scalar.value == 0xfffe || scalar.value == 0xffff: break
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
