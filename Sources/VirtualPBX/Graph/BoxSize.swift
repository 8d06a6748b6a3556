/// How large the box of an operation is, and where on it things are, in pixels.
///
/// Lines leave it at the right, beside their labels, which are inside; and enter it at the left. Their heights are such that a line
/// that leaves a box is never at the height of one that enters another (0 and 4 modulo 8), nor at that of a lane (2).
struct BoxSize {
    static let nameSize = 13.0
    static let smallSize = 11.0
    static let padding = 12.0
    static let row = 16.0
    /// The height at which lines enter.
    static let entry = 20.0
    private static let longestName = 28
    private static let longestDetail = 30

    let name: String
    let details: [String]
    let width: Double
    let height: Double
    /// What is above the labels.
    let headHeight: Double

    init(_ node: ScenarioGraph.Node) {
        name = TextExtent.shortened(node.name, to: Self.longestName)
        details = node.details.map { TextExtent.shortened($0, to: Self.longestDetail) }
        let texts =
            [TextExtent.width(name, size: Self.nameSize * 1.06), TextExtent.width(node.kind, size: Self.smallSize)]
            + details.map { TextExtent.width($0, size: Self.smallSize) }
            + node.ways.map { TextExtent.width($0.label, size: Self.smallSize) + 8 }
        width = max(112, ((texts.max() ?? 0) + 2 * Self.padding).rounded(.up))
        headHeight = 40 + Double(details.count) * Self.row
        height = headHeight + Double(node.ways.count) * Self.row + (node.ways.isEmpty ? 0 : 8)
    }

    /// How far below the top a way leaves.
    func portOffset(_ position: Int) -> Double { headHeight + Double(position) * Self.row + 8 }
}
