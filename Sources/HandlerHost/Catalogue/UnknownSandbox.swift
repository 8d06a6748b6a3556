/// Somebody asks for a sandbox that there is not.
package struct UnknownSandbox: Error, Equatable, Sendable, CustomStringConvertible {
    package var name: String
    /// The names that are like it, or all when none is.
    package var nearest: [String]

    package var description: String {
        "there is no sandbox \"\(name)\"" + (nearest.isEmpty ? "" : "; the nearest are \(nearest.joined(separator: ", "))")
    }
}
