package import JSONText

/// Why an edit of a state by hand did not happen, or why a state is not shown.
package enum StateEditError: Error, Equatable, Sendable, CustomStringConvertible {
    case noSuchSandbox(String, nearest: [String])
    case notJSON(JSONSyntaxError)
    /// The document is JSON and no object.
    case notAnObject(String)
    case tooLarge(bytes: Int, limit: Int)
    case patch(HandwrittenPatchError)
    case archive(StateArchiveError)
    /// The sandbox has no `state.json` to go back to.
    case noSeed(String)
    /// The state is at `current`, which the condition of the edit does not allow.
    case moved(current: Int64, StateCondition)
    /// There is nothing at a place; `reached` is the part of the way that exists, and `nearest` are members of it that are
    /// spelt alike.
    case nothingThere(JSONPointer, reached: JSONPointer, found: String, nearest: [String])
    /// The edit took too long, or the host stops.
    case abandoned
    /// Somebody else changed the state at the same time, again and again.
    case conflict
    case store(StateStoreError)

    package var description: String {
        switch self {
        case .noSuchSandbox(let name, let nearest):
            "there is no sandbox \"\(name)\"" + (nearest.first.map { " (did you mean \"\($0)\"?)" } ?? "")
        case .notJSON(let error): "the state is not valid JSON: \(error)"
        case .notAnObject(let type): "a state must be a JSON object, and this is \(type)"
        case .tooLarge(let bytes, let limit): "the state has \(bytes) bytes and may have \(limit)"
        case .patch(let error): error.description
        case .archive(let error): error.description
        case .noSeed(let sandbox): "\(sandbox) has no state.json to go back to: nothing was changed"
        case .moved(let current, let condition): Self.sentence(current, condition)
        case .nothingThere(let path, let reached, let found, let nearest):
            "there is nothing at \(path): "
                + (reached.tokens.isEmpty ? "the state is \(found)" : "\(reached) is \(found)") + " without "
                + "\"\(path.tokens[reached.tokens.count])\""
                + (nearest.first.map { " (did you mean \(reached.appending($0))?)" } ?? "")
        case .abandoned: "the edit took too long, or the host is stopping: nothing was changed"
        case .conflict: "the state was changed by somebody else at the same time: try again"
        case .store(let error): error.description
        }
    }

    /// How many versions of a condition are named.
    private static let shownVersions = 5

    private static func sentence(_ current: Int64, _ condition: StateCondition) -> String {
        let state = current == 0 ? "nothing is stored yet" : "the state is at version \(current)"
        switch condition.match {
        case .among(let versions) where !versions.contains(current) && !versions.isEmpty:
            let named = versions.prefix(shownVersions).map { "\($0)" }.joined(separator: " or ")
            let rest = versions.count > shownVersions ? " or others" : ""
            return "\(state) and not at \(named)\(rest): nothing was changed"
        default: return "\(state), which the condition does not allow: nothing was changed"
        }
    }
}
