/// What somebody does at a point of a call where it makes a difference, or what goes wrong there.
package enum ExploredInput: Sendable, Hashable {
    /// Keys; empty for typing nothing.
    case keys(String)
    /// Whether whoever is rung answers.
    case answers(Bool)
    /// The handler does not reply in time when it is asked for this operation: the first time behind the inputs before.
    case noReply(operation: String)

    /// For people: `4711`, `nothing`, `answers`, `no answer`, `no reply to order`.
    package var label: String {
        switch self {
        case .keys(let keys): keys.isEmpty ? "nothing" : keys
        case .answers(let answers): answers ? "answers" : "no answer"
        case .noReply(let operation): "no reply to \(operation)"
        }
    }

    /// Whether somebody does it, and not the handler.
    var isOfPeople: Bool { if case .noReply = self { false } else { true } }
}
