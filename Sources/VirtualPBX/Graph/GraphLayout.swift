/// Where the boxes and the ways of a graph are drawn: in layers from left to right, each box behind all that lead to it.
///
/// A way that passes a layer on its way to a later or an earlier one has a lane there, so that no line crosses a box. Ways to the
/// same operation share their lanes.
struct GraphLayout {
    /// What takes room in a layer.
    enum Item: Hashable {
        case box(Int)
        /// The lane of the ways to a box; those that lead back have one of their own.
        case lane(to: Int, isBack: Bool)

        var isLane: Bool { if case .lane = self { true } else { false } }
    }

    let graph: ScenarioGraph
    let boxes: [BoxSize]
    /// The layer of each box, from 0.
    private(set) var layerOf: [Int]
    /// The items of each layer, from top to bottom.
    var layers: [[Item]]
    /// Where each item's top is, by layer.
    var tops: [[Item: Double]]
    /// The left edge of each layer.
    var lefts: [Double] = []
    /// The width of the widest box of each layer.
    let widths: [Double]

    init(_ graph: ScenarioGraph) {
        self.graph = graph
        boxes = graph.nodes.map(BoxSize.init)
        layerOf = GraphRanks(graph).ranks
        let count = (layerOf.max() ?? -1) + 1
        layers = Array(repeating: [], count: count)
        tops = Array(repeating: [:], count: count)
        var widths = Array(repeating: 0.0, count: count)
        for (box, layer) in layerOf.enumerated() { widths[layer] = max(widths[layer], boxes[box].width) }
        self.widths = widths
        fill()
        order()
        place()
    }

    /// The items that a way passes, with their layers, from box to box.
    func stops(from source: Int, to target: Int) -> [(layer: Int, item: Item)] {
        let (first, last) = (layerOf[source], layerOf[target])
        var stops: [(layer: Int, item: Item)] = [(first, .box(source))]
        if last > first {
            for layer in (first + 1)..<last { stops.append((layer, .lane(to: target, isBack: false))) }
        } else {
            for layer in stride(from: first, through: last, by: -1) { stops.append((layer, .lane(to: target, isBack: true))) }
        }
        return stops + [(last, .box(target))]
    }

    private mutating func fill() {
        for (box, layer) in layerOf.enumerated() { layers[layer].append(.box(box)) }
        var known: [Set<Item>] = layers.map { Set($0) }
        for (source, node) in graph.nodes.enumerated() {
            for way in node.ways {
                for (layer, item) in stops(from: source, to: way.target) where known[layer].insert(item).inserted {
                    layers[layer].append(item)
                }
            }
        }
    }

    /// A line between two items of one layer or of neighbouring ones.
    struct Link {
        var from: (layer: Int, item: Item)
        var to: (layer: Int, item: Item)
        /// Below the top of a box that it leaves.
        var offset: Double
    }

    /// The lines that touch each layer.
    func linksByLayer() -> [[Link]] {
        var links: [[Link]] = Array(repeating: [], count: layers.count)
        for (source, node) in graph.nodes.enumerated() {
            for (position, way) in node.ways.enumerated() {
                let stops = stops(from: source, to: way.target)
                for (index, (from, to)) in zip(stops, stops.dropFirst()).enumerated() {
                    let link = Link(from: from, to: to, offset: index == 0 ? boxes[source].portOffset(position) : 0)
                    links[from.layer].append(link)
                    if to.layer != from.layer { links[to.layer].append(link) }
                }
            }
        }
        return links
    }

    /// Puts items near those that they are connected with, a few times from left to right and back.
    private mutating func order() {
        let links = linksByLayer()
        var positions: [[Item: Double]] = layers.map { items in
            Dictionary(uniqueKeysWithValues: items.enumerated().map { ($0.element, Double($0.offset)) })
        }
        for round in 0..<12 {
            let isForward = round % 2 == 0
            for layer in isForward ? Array(layers.indices) : layers.indices.reversed() {
                var sums: [Item: (sum: Double, count: Double)] = [:]
                for link in links[layer] {
                    for (own, other, shift) in [(link.from, link.to, 0.0), (link.to, link.from, link.offset / 1000)]
                    where own.layer == layer && (other.layer == layer || (other.layer < layer) == isForward) {
                        let position = (positions[other.layer][other.item] ?? 0) + shift
                        let old = sums[own.item] ?? (0, 0)
                        sums[own.item] = (old.sum + position, old.count + 1)
                    }
                }
                let keys = layers[layer].enumerated().map { index, item in
                    (key: sums[item].map { $0.sum / $0.count } ?? Double(index), index: index, item: item)
                }
                layers[layer] = keys.sorted { ($0.key, $0.index) < ($1.key, $1.index) }.map(\.item)
                for (index, item) in layers[layer].enumerated() { positions[layer][item] = Double(index) }
            }
        }
    }
}
