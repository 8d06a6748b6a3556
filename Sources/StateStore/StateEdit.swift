package import JSONText

/// A change of a state by hand.
package enum StateEdit: Sendable {
    /// Make a document the state.
    case put(JSONValue)
    case patch(HandwrittenPatch)
    /// Make a document the state, and have nothing of it expire.
    case reset(JSONValue)
    /// Make the state what it was at a version.
    case restore(Int64)
    /// Make the state what it was elsewhere.
    case load(StateContent)

    /// What the history says.
    package var cause: String {
        switch self {
        case .put: "put"
        case .patch: "patch"
        case .reset: "reset"
        case .restore(let version): "restore \(version)"
        case .load: "import"
        }
    }

    /// Reads a document that is to be a state.
    ///
    /// - Parameter goesOn: Asked again and again.
    /// - Throws: ``StateEditError/notJSON(_:)``, ``StateEditError/notAnObject(_:)``, or ``StateEditError/abandoned`` when `goesOn` says no.
    package static func document(
        _ text: some Collection<UInt8>, while goesOn: @escaping () -> Bool = { true }
    ) throws(StateEditError) -> JSONValue {
        let value: JSONValue
        do {
            value = try JSONValue(parsing: text, depthLimit: StatePatch.depthLimit, surrogates: .refused, while: goesOn)
        } catch {
            guard error != .givenUp else { throw .abandoned }
            throw .notJSON(error)
        }
        guard value.object != nil else { throw .notAnObject(value.typeName) }
        return value
    }
}
