/// A scenario as a picture would show it: boxes and the ways between them.
package struct ScenarioGraph: Sendable {
    package struct Node: Sendable {
        package var name: String
        /// What the operation does, in a word.
        package var kind: String
        /// What is special about it, in a few short lines.
        package var details: [String]
        package var isReachable: Bool
        package var ways: [Way]
    }

    /// A way out of an operation.
    package struct Way: Sendable {
        package var label: String
        /// An index of ``ScenarioGraph/nodes``.
        package var target: Int
    }

    /// In the order of the file.
    package var nodes: [Node]
    /// An index of ``nodes``; nil when the scenario begins with an operation that it does not have.
    package var start: Int?

    package init(_ scenario: Scenario) {
        let indices = Dictionary(
            zip(scenario.operations.map(\.name), scenario.operations.indices), uniquingKeysWith: { first, _ in first })
        let reachable = scenario.reachable
        nodes = scenario.operations.map { operation in
            Node(
                name: operation.name, kind: operation.kindWord, details: operation.details, isReachable: reachable.contains(operation.name),
                ways: operation.branches.compactMap { branch in indices[branch.link.name].map { Way(label: branch.label, target: $0) } })
        }
        start = indices[scenario.start.name]
    }
}
