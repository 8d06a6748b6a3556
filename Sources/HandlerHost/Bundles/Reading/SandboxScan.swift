/// What a handlers folder holds.
package struct SandboxScan: Sendable, Equatable {
    /// The sandboxes, by name.
    package var entries: [SandboxEntry]
    /// What looks like a sandbox and cannot be one.
    package var problems: [BundleError]

    package init(entries: [SandboxEntry] = [], problems: [BundleError] = []) {
        self.entries = entries
        self.problems = problems
    }
}
