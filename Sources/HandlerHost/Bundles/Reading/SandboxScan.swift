package import HTTPText

/// What a handlers folder holds.
package struct SandboxScan: Sendable, Equatable {
    /// The sandboxes, by name.
    package var entries: [SandboxEntry]
    /// Sandboxes that an entry of the folder stands for and that cannot be read: two entries of one name, a link that leads
    /// nowhere, an entry that the system does not show. They are not gone.
    package var refused: [SandboxName: BundleError]
    /// What looks like a sandbox and cannot be one, and why the folder cannot be read.
    package var problems: [BundleError]
    /// Whether the folder was listed to its end. If it was not, the scan does not tell which sandboxes are gone.
    package var isComplete: Bool

    package init(
        entries: [SandboxEntry] = [], refused: [SandboxName: BundleError] = [:], problems: [BundleError] = [], isComplete: Bool = true
    ) {
        self.entries = entries
        self.refused = refused
        self.problems = problems
        self.isComplete = isComplete
    }

    /// Adds sandboxes that were there before the host started, and that the folder could not be asked for.
    ///
    /// - Parameter patience: How long it was waited for.
    mutating func add(_ former: [SandboxName], patience: Duration) {
        let unreadable = problems.first { if case .handlersUnreadable = $0 { true } else { false } }
        let listed = Set(entries.map(\.name))
        for name in former where !listed.contains(name) && refused[name] == nil {
            refused[name] = unreadable ?? .hangs(sandbox: name, limit: patience)
        }
    }
}
