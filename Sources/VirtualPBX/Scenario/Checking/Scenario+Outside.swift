extension Scenario {
    /// The first operation that asks an address outside the sandbox; nil when all ask routes.
    package var outside: (operation: String, url: String)? {
        for operation in operations {
            if case .interactive(let interactive) = operation.kind, case .url(let url) = interactive.target { return (operation.name, url) }
        }
        return nil
    }
}
