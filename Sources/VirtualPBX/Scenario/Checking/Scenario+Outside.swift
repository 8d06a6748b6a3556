extension Scenario {
    /// The first operation that asks a server outside the sandbox which is not among `allowed`; nil when there is none.
    package func outside(_ allowed: ScenarioURLs) -> (operation: String, url: String)? {
        for operation in operations {
            guard case .interactive(let interactive) = operation.kind, case .url(let url) = interactive.target else { continue }
            if !allowed.allows(url) { return (operation.name, url) }
        }
        return nil
    }
}
