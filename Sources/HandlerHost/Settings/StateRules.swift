/// What becomes of a value that JSON cannot hold when a handler puts it into `state`.
package enum StateRules: String, Sendable, CaseIterable {
    /// It is refused, with its path.
    case strict
    /// It becomes what `JSON.stringify` makes of it.
    case json
}
