extension GraphLayout {
    private static let distance = 24.0
    private static let laneHeight = 16.0

    /// Gives every item its height on the page, near those that it is connected with, and in the order of its layer.
    mutating func place() {
        for layer in layers.indices { pack(layer, wishes: [:]) }
        let links = linksByLayer()
        for round in 0..<10 {
            let isForward = round % 2 == 0
            for layer in isForward ? Array(layers.indices) : layers.indices.reversed() {
                var wishes: [Item: (sum: Double, count: Double)] = [:]
                for link in links[layer] {
                    let fromY = anchor(link.from, offset: link.offset, isRight: true)
                    let toY = anchor(link.to, offset: 0, isRight: false)
                    let isInside = link.from.layer == link.to.layer
                    // A way back passes its own layer near where it begins and ends.
                    if link.to.layer == layer, !isInside || link.to.item.isLane {
                        wish(&wishes, link.to.item, fromY - (toY - top(link.to)))
                    }
                    if link.from.layer == layer, !isInside || link.from.item.isLane {
                        wish(&wishes, link.from.item, toY - (fromY - top(link.from)))
                    }
                }
                pack(layer, wishes: wishes.mapValues { $0.sum / $0.count })
            }
        }
        let highest = tops.flatMap(\.values).min() ?? 0
        for layer in tops.indices { tops[layer] = tops[layer].mapValues { $0 - highest } }
    }

    private func wish(_ wishes: inout [Item: (sum: Double, count: Double)], _ item: Item, _ top: Double) {
        let old = wishes[item] ?? (0, 0)
        wishes[item] = (old.sum + top, old.count + 1)
    }

    func top(_ place: (layer: Int, item: Item)) -> Double { tops[place.layer][place.item] ?? 0 }

    /// The height at which a line meets an item.
    func anchor(_ place: (layer: Int, item: Item), offset: Double, isRight: Bool) -> Double {
        switch place.item {
        case .box: top(place) + (isRight ? offset : BoxSize.entry)
        case .lane: top(place) + 2
        }
    }

    private func height(_ item: Item) -> Double {
        switch item {
        case .box(let box): boxes[box].height
        case .lane: 0
        }
    }

    private func room(above: Item, below: Item) -> Double {
        if case .lane = above, case .lane = below { return Self.laneHeight }
        return Self.distance
    }

    /// Places the items of a layer as near to their wishes as their order allows: runs of items that want to be in each other's
    /// place share a mean (the pool-adjacent-violators way of isotonic regression).
    private mutating func pack(_ layer: Int, wishes: [Item: Double]) {
        let items = layers[layer]
        var offsets: [Double] = []
        var below = 0.0
        for (index, item) in items.enumerated() {
            if index > 0 { below += height(items[index - 1]) + room(above: items[index - 1], below: item) }
            offsets.append(below)
        }
        var runs: [(sum: Double, count: Double, items: Int)] = []
        for (index, item) in items.enumerated() {
            let wish = (wishes[item] ?? tops[layer][item] ?? offsets[index]) - offsets[index]
            runs.append((wish, 1, 1))
            while runs.count > 1, let last = runs.last {
                let before = runs[runs.count - 2]
                guard before.sum / before.count > last.sum / last.count else { break }
                runs.removeLast(2)
                runs.append((before.sum + last.sum, before.count + last.count, before.items + last.items))
            }
        }
        var index = 0
        for run in runs {
            // Multiples of 8, rounded in the same way for all, which keeps their order and their distances.
            let base = (run.sum / run.count / 8).rounded(.down) * 8
            for _ in 0..<run.items {
                tops[layer][items[index]] = base + offsets[index]
                index += 1
            }
        }
    }
}
