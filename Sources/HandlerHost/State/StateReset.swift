package import JSONText
package import StateStore

/// What a state is reset to.
package enum StateReset: String, Sendable, CaseIterable {
    /// The seed, or an empty object for a sandbox that has none.
    case seedOrEmpty = "any"
    /// The seed, which has to be there.
    case seed
    case empty

    /// - Parameters:
    ///   - seed: The sandbox's, nil for none.
    ///   - goesOn: Asked again and again; when it says no, the document is empty.
    /// - Throws: ``StateEditError/noSeed(_:)``.
    package func document(
        of sandbox: String, seed: StateSeed?, while goesOn: @escaping () -> Bool = { true }
    ) throws(StateEditError) -> JSONValue {
        switch self {
        case .seedOrEmpty: return seed?.document(while: goesOn) ?? [:]
        case .empty: return [:]
        case .seed:
            guard let seed else { throw .noSeed(sandbox) }
            return seed.document(while: goesOn)
        }
    }
}
