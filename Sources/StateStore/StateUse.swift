/// How many bytes the journal of a sandbox, or those of all sandboxes, take.
package struct StateUse: Sendable, Equatable, CustomStringConvertible {
    /// Whose journals.
    package enum Owner: Sendable, Hashable {
        case sandbox(String)
        case all
    }

    package let owner: Owner
    package let bytes: Int
    package let limit: Int

    /// Nil for all sandboxes.
    package var sandbox: String? {
        if case .sandbox(let name) = owner { name } else { nil }
    }

    var percent: Int { Int(exactly: (Double(bytes) / Double(max(1, limit)) * 100).rounded(.down)) ?? .max }

    package var description: String {
        let (whose, option) =
            switch owner {
            case .sandbox: ("the history of the state takes", "--history-bytes")
            case .all: ("the histories of all states take", "--history-total-bytes")
            }
        return "\(whose) \(bytes) of \(limit) bytes: beyond them the oldest versions are removed; \(option) allows more"
    }
}
