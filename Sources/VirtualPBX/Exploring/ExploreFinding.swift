/// Something that callers should not come upon.
package struct ExploreFinding: Sendable, Equatable {
    package enum Severity: String, Sendable, CaseIterable {
        case error, warning
    }

    package var severity: Severity
    package var message: String
    /// Who called.
    package var from: String
    /// The way that leads there.
    package var inputs: [ExploredInput]
}
