package import JSONText
package import StateStore

/// Why an edit of a state by hand did not happen.
package enum StateEditError: Error, Equatable, Sendable, CustomStringConvertible {
    case noSuchSandbox(String, nearest: [String])
    case notJSON(JSONSyntaxError)
    /// The document is JSON and no object.
    case notAnObject(String)
    case tooLarge(bytes: Int, limit: Int)
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
        case .conflict: "the state was changed by somebody else at the same time: try again"
        case .store(let error): error.description
        }
    }
}
