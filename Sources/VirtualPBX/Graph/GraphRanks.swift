/// How far to the right each box of a graph stands: behind every box that leads to it, but for the ways that lead back.
///
/// Ways that lead back are those to an operation that is on the way from the start, followed in the order of the branches.
struct GraphRanks {
    /// By box, from 0.
    private(set) var ranks: [Int]

    private let graph: ScenarioGraph
    /// The boxes that were left, the last one first.
    private var left: [Int] = []
    private var isEntered: [Bool]
    private var isOpen: [Bool]
    /// The ways that do not lead back, by box.
    private var ways: [[Int]]

    init(_ graph: ScenarioGraph) {
        self.graph = graph
        let count = graph.nodes.count
        ranks = Array(repeating: 0, count: count)
        isEntered = Array(repeating: false, count: count)
        isOpen = isEntered
        ways = Array(repeating: [], count: count)
        for root in [graph.start].compactMap({ $0 }) + Array(graph.nodes.indices) where !isEntered[root] { visit(from: root) }
        for box in left.reversed() {
            for target in ways[box] { ranks[target] = max(ranks[target], ranks[box] + 1) }
        }
    }

    /// Goes through everything behind a box, depth first; not by recursion, because a file may have thousands in a row.
    private mutating func visit(from root: Int) {
        var path: [(box: Int, position: Int)] = [(root, 0)]
        (isEntered[root], isOpen[root]) = (true, true)
        while let (box, position) = path.last {
            guard position < graph.nodes[box].ways.count else {
                isOpen[box] = false
                left.append(box)
                path.removeLast()
                continue
            }
            path[path.count - 1].position += 1
            let target = graph.nodes[box].ways[position].target
            // What cannot be reached does not move what can.
            if !isOpen[target], graph.nodes[box].isReachable || !graph.nodes[target].isReachable { ways[box].append(target) }
            guard !isEntered[target] else { continue }
            (isEntered[target], isOpen[target]) = (true, true)
            path.append((target, 0))
        }
    }
}
