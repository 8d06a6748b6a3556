/// What somebody does at a point of a call where it makes a difference.
package enum ExploredInput: Sendable, Hashable {
    /// Keys; empty for typing nothing.
    case keys(String)
    /// Whether whoever is rung answers.
    case answers(Bool)

    /// For people: `4711`, `nothing`, `answers`, `no answer`.
    package var label: String {
        switch self {
        case .keys(let keys): keys.isEmpty ? "nothing" : keys
        case .answers(let answers): answers ? "answers" : "no answer"
        }
    }
}
