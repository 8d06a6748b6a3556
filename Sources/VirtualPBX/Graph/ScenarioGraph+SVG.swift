extension ScenarioGraph {
    /// The most operations that are drawn; a picture of more helps nobody.
    package static let mostDrawn = 200

    /// The graph as an SVG image, which needs no other file, for light and for dark pages; nil for more operations than
    /// ``mostDrawn``.
    package var svg: String? {
        guard nodes.count <= Self.mostDrawn else { return nil }
        var layout = GraphLayout(self)
        let lines = layout.route()
        var drawing = SVGDrawing(margin: 24)
        for line in lines {
            drawing.line(line.points, to: line.target, isBranchOfFailure: isFailure(nodes[line.source].ways[line.way].label))
        }
        for (index, node) in nodes.enumerated() {
            let place = (layout.layerOf[index], GraphLayout.Item.box(index))
            drawing.box(
                node, layout.boxes[index], x: layout.lefts[layout.layerOf[index]], y: layout.top(place), isStart: index == start)
        }
        return drawing.text
    }

    /// Whether a way is for what should not happen.
    private func isFailure(_ label: String) -> Bool { ["backup", "no answer", "otherwise"].contains(label) }
}
