/// The ways of one caller, as they grow.
struct ExploredTree {
    var root = ExploredNode(steps: [], end: .finished(.caller))

    subscript(path: [ExploredInput]) -> ExploredNode? {
        var node = root
        for input in path {
            guard let next = node.branches.first(where: { $0.input == input })?.node else { return nil }
            node = next
        }
        return node
    }

    mutating func append(_ input: ExploredInput, _ node: ExploredNode, to path: [ExploredInput]) {
        change(&root, path[...]) { $0.branches.append((input, node)) }
    }

    /// Notes that there was no room for all inputs at the end of a way. What was not tried may well lead out.
    mutating func cut(_ path: [ExploredInput], at point: ExploredPoint) {
        change(&root, path[...]) { $0.end = .cut(point) }
    }

    private func change(_ node: inout ExploredNode, _ path: ArraySlice<ExploredInput>, _ body: (inout ExploredNode) -> Void) {
        guard let input = path.first else { return body(&node) }
        guard let place = node.branches.firstIndex(where: { $0.input == input }) else { return }
        change(&node.branches[place].node, path.dropFirst(), body)
    }

    /// The ways to the first points from which nothing leads to the end of a call, as far as everything was tried.
    var endless: [[ExploredInput]] {
        // A point leads out when one of its branches ends, is cut, or comes to a point that leads out. Nobody can make a handler fail.
        var leading: Set<ExploredPoint> = []
        var isGrowing = true
        while isGrowing {
            isGrowing = false
            visit(root, []) { node, _ in
                guard case .waits(let point) = node.end, !leading.contains(point.first) else { return }
                guard node.branches.contains(where: { $0.input.isOfPeople && leadsOut($0.node, leading) }) else { return }
                leading.insert(point.first)
                isGrowing = true
            }
        }
        var found: [[ExploredInput]] = []
        visit(root, []) { node, path in
            guard case .waits(let point) = node.end, !leading.contains(point.first) else { return }
            if !found.contains(where: { path.starts(with: $0) }) { found.append(path) }
        }
        return found
    }

    private func leadsOut(_ node: ExploredNode, _ leading: Set<ExploredPoint>) -> Bool {
        switch node.end {
        case .finished(let reason): reason != .tooManyTransitions
        case .cut: true
        case .waits(let point), .known(let point): leading.contains(point.first)
        }
    }

    private func visit(_ node: ExploredNode, _ path: [ExploredInput], _ body: (ExploredNode, [ExploredInput]) -> Void) {
        body(node, path)
        for branch in node.branches { visit(branch.node, path + [branch.input], body) }
    }
}

extension ExploredPoint {
    /// The point, however often it was visited.
    fileprivate var first: ExploredPoint {
        var point = self
        point.visit = 0
        return point
    }
}
