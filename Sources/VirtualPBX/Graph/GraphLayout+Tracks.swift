extension GraphLayout {
    /// What a net of a gap connects.
    private struct Ends {
        /// The heights at the left and at the right border of the gap.
        var left: Set<Double> = []
        var right: Set<Double> = []
        var highest = Double.infinity
        var lowest = -Double.infinity

        func isApart(from other: Ends) -> Bool { lowest + 8 < other.highest || other.lowest + 8 < highest }
    }

    /// Which vertical line each net has, counted from the left of its gap. Nets that share one are apart from each other.
    func tracks() -> [Net: Int] {
        var gaps: [Int: [Net: Ends]] = [:]
        for (source, node) in graph.nodes.enumerated() {
            for (way, target) in node.ways.map(\.target).enumerated() {
                for hop in hops(source, way, target) {
                    var ends = gaps[hop.net.gap]?[hop.net] ?? Ends()
                    for (border, y) in [(hop.from, hop.fromY), (hop.to, hop.toY)] {
                        if border.isRight { ends.left.insert(y) } else { ends.right.insert(y) }
                        ends.highest = min(ends.highest, y)
                        ends.lowest = max(ends.lowest, y)
                    }
                    gaps[hop.net.gap, default: [:]][hop.net] = ends
                }
            }
        }
        return gaps.values.reduce(into: [:]) { $0.merge(tracks(of: $1)) { first, _ in first } }
    }

    /// With more nets in one gap nobody can follow a line anyway, and the search for an order would take long.
    private static let mostInOrder = 60

    private func tracks(of nets: [Net: Ends]) -> [Net: Int] {
        var left = nets.sorted { first, second in
            (first.value.highest, first.value.lowest, first.key.target, first.key.isBack ? 1 : 0)
                < (second.value.highest, second.value.lowest, second.key.target, second.key.isBack ? 1 : 0)
        }
        var tracks: [Net: Int] = [:]
        var placed: [(ends: Ends, track: Int)] = []
        while !left.isEmpty {
            // A net that comes from the height at which another one goes on to the right has to turn before that one does, or they
            // would lie on each other.
            let next =
                left.count > Self.mostInOrder
                ? 0
                : left.firstIndex { candidate in
                    !left.contains { $0.key != candidate.key && !$0.value.left.isDisjoint(with: candidate.value.right) }
                } ?? 0
            let (net, ends) = left.remove(at: next)
            let least = placed.filter { !$0.ends.left.isDisjoint(with: ends.right) }.map { $0.track + 1 }.max() ?? 0
            let used = Set(placed.filter { !$0.ends.isApart(from: ends) }.map(\.track))
            let track = (least...(least + used.count)).first { !used.contains($0) } ?? least
            tracks[net] = track
            placed.append((ends, track))
        }
        return tracks
    }
}
