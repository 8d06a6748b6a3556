import PBXInstructions

extension Scenario {
    /// Rounds of operations that wait for nothing, `goto` and `hours`: a call that comes into one never hears anything again.
    ///
    /// One that no branch leads out of is an error; one that only some hours keep a call in is a warning.
    func rounds() -> [ScenarioFinding] {
        let names = operations.filter(\.isInstant).map(\.name)
        return components(of: names).filter { isRound($0) }.compactMap { round in
            let members = Set(round)
            let inOrder = operations.filter { members.contains($0.name) }
            guard let first = inOrder.first else { return nil }
            let way = inOrder.map { "\"\($0.name)\"" }.joined(separator: ", ")
            let isClosed = inOrder.allSatisfy { $0.isClosed(in: members) }
            return isClosed
                ? finding(.error, first, "a call never gets out of \(way): lead one of them to an operation that does something")
                : finding(
                    .warning, first, "at some hours a call never gets out of \(way): lead each branch to an operation that does something")
        }
    }

    private func isRound(_ names: [String]) -> Bool {
        guard names.count == 1, let name = names.first else { return true }
        return self[name]?.branches.contains { $0.link.name == name } ?? false
    }

    /// The strongly connected components of the graph of these operations (Tarjan's, without recursion, because a file may have
    /// thousands of operations in a row).
    private func components(of names: [String]) -> [[String]] {
        let members = Set(names)
        let next = Dictionary(
            names.map { name in (name, self[name]?.branches.map(\.link.name).filter(members.contains) ?? []) },
            uniquingKeysWith: { first, _ in first })
        var components: [[String]] = []
        var indices: [String: Int] = [:]
        var lowest: [String: Int] = [:]
        var open: [String] = []
        var isOpen: Set<String> = []
        for root in names where indices[root] == nil {
            var path: [(name: String, position: Int)] = [(root, 0)]
            while let (name, position) = path.last {
                if position == 0, indices[name] == nil {
                    indices[name] = indices.count
                    lowest[name] = indices[name]
                    open.append(name)
                    isOpen.insert(name)
                }
                let followers = next[name] ?? []
                if position < followers.count {
                    path[path.count - 1].position += 1
                    let follower = followers[position]
                    if indices[follower] == nil {
                        path.append((follower, 0))
                    } else if isOpen.contains(follower) {
                        lowest[name] = min(lowest[name] ?? 0, indices[follower] ?? 0)
                    }
                    continue
                }
                path.removeLast()
                if let parent = path.last?.name { lowest[parent] = min(lowest[parent] ?? 0, lowest[name] ?? 0) }
                guard lowest[name] == indices[name] else { continue }
                var component: [String] = []
                while let last = open.popLast() {
                    isOpen.remove(last)
                    component.append(last)
                    if last == name { break }
                }
                components.append(component)
            }
        }
        return components
    }
}

extension Operation {
    /// Whether a call passes it without waiting for anything.
    fileprivate var isInstant: Bool {
        switch kind {
        case .goto, .hours: true
        default: false
        }
    }

    /// Whether it always leads to one of `names`. Hours without one of their branches end the call there.
    fileprivate func isClosed(in names: Set<String>) -> Bool {
        if case .hours(let hours) = kind, hours.open == nil || hours.closed == nil { return false }
        return branches.allSatisfy { names.contains($0.link.name) }
    }
}
