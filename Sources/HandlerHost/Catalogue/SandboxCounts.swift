/// How the sandboxes of a host are, at a glance.
package struct SandboxCounts: Sendable, Equatable {
    package var all = 0
    /// They have not loaded yet, and nothing is wrong with them so far.
    package var loading = 0
    /// None of their versions serves.
    package var failing = 0
}
