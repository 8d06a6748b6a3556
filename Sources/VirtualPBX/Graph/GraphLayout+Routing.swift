extension GraphLayout {
    /// A point of a line, in pixels.
    struct Point: Equatable {
        var x: Double
        var y: Double
    }

    /// A line from a box to another one.
    struct Line {
        var source: Int
        var way: Int
        var target: Int
        var points: [Point]
    }

    /// Ways to the same box in the gap between two layers: they share one vertical line.
    struct Net: Hashable {
        /// The layer at the left of the gap; -1 for the margin before the first.
        var gap: Int
        var target: Int
        var isBack: Bool
    }

    private static let trackDistance = 10.0
    private static let gapMargin = 18.0

    /// Finds a place for every line, and for the layers, which have to be as far from each other as the lines between them need.
    mutating func route() -> [Line] {
        let tracks = tracks()
        var x = 0.0
        var gapLefts: [Double] = []
        let counts = tracks.reduce(into: [:]) { $0[$1.key.gap] = max($0[$1.key.gap] ?? 0, $1.value + 1) }
        lefts = []
        for gap in -1..<layers.count {
            gapLefts.append(x)
            x += 2 * Self.gapMargin + Double(max((counts[gap] ?? 0) - 1, 0)) * Self.trackDistance
            if gap + 1 < layers.count {
                lefts.append(x)
                x += widths[gap + 1]
            }
        }
        var lines: [Line] = []
        for (source, node) in graph.nodes.enumerated() {
            for (way, target) in node.ways.map(\.target).enumerated() {
                var points: [Point] = []
                for hop in hops(source, way, target) {
                    let trunk = gapLefts[hop.net.gap + 1] + Self.gapMargin + Double(tracks[hop.net] ?? 0) * Self.trackDistance
                    points += [Point(x: hop.x(hop.from, in: self), y: hop.fromY), Point(x: trunk, y: hop.fromY)]
                    points += [Point(x: trunk, y: hop.toY), Point(x: hop.x(hop.to, in: self), y: hop.toY)]
                }
                lines.append(Line(source: source, way: way, target: target, points: Self.withoutRepetition(points)))
            }
        }
        return lines
    }

    /// A part of a way: through one gap.
    struct Hop {
        /// A side of a layer, which is a border of the gap.
        struct Border {
            var layer: Int
            var item: Item
            var isRight: Bool
        }
        var net: Net
        var from: Border
        var to: Border
        var fromY: Double
        var toY: Double

        func x(_ border: Border, in layout: GraphLayout) -> Double {
            // A box may be narrower than its layer.
            if case .box(let box) = border.item, border.isRight { return layout.lefts[border.layer] + layout.boxes[box].width }
            return layout.lefts[border.layer] + (border.isRight ? layout.widths[border.layer] : 0)
        }
    }

    func hops(_ source: Int, _ way: Int, _ target: Int) -> [Hop] {
        let stops = stops(from: source, to: target)
        let isBack = layerOf[target] <= layerOf[source]
        return zip(stops, stops.dropFirst()).enumerated().map { index, pair in
            let (from, to) = pair
            // A way back leaves to the right, turns, and crosses the layers to the left.
            let leavesRight = index == 0 || !isBack
            let gap = leavesRight ? from.layer : from.layer - 1
            let entersLeft = !isBack || index == stops.count - 2
            return Hop(
                net: Net(gap: gap, target: target, isBack: isBack),
                from: .init(layer: from.layer, item: from.item, isRight: leavesRight),
                to: .init(layer: to.layer, item: to.item, isRight: !entersLeft),
                fromY: anchor(from, offset: index == 0 ? boxes[source].portOffset(way) : 0, isRight: true),
                toY: anchor(to, offset: 0, isRight: false))
        }
    }

    private static func withoutRepetition(_ points: [Point]) -> [Point] {
        var result: [Point] = []
        for point in points where result.last != point { result.append(point) }
        return result
    }
}
