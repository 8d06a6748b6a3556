import HTTPText

/// What may be on a disk or a mount that does not answer.
enum AnswerlessPlace {
    case handlers(folder: String)
    /// An entry of the handlers folder.
    case entry(String)
    case secrets(folder: String)
    /// A file of the secrets folder.
    case secret(file: String)

    /// What the operator is told.
    ///
    /// - Parameters:
    ///   - hangs: Whether it does not answer, or answers again.
    ///   - patience: How long it was waited for.
    func sentence(hangs: Bool, patience: Duration) -> String {
        let silent = "has not answered for \(patience.text): see whether its disk or its server answers."
        return switch (self, hangs) {
        case (.handlers(let folder), true):
            "the handlers folder \(folder) \(silent) Saves are not seen until it does; what serves goes on"
        case (.handlers(let folder), false): "the handlers folder \(folder) answers again"
        case (.entry(let name), true):
            "looking at the files of \(name) has not come back yet: see whether a disk or a mount in it does not answer. Its saves are not seen until it does"
        case (.entry(let name), false): "the files of \(name) can be looked at again"
        case (.secrets(let folder), true):
            "the secrets folder \(folder) \(silent) Sandboxes that name secrets are not loaded until it does; what serves goes on"
        case (.secrets(let folder), false): "the secrets folder \(folder) answers again"
        case (.secret(let file), true): "the secret \(file) \(silent) Its changes are not seen until it does"
        case (.secret(let file), false): "the secret \(file) answers again"
        }
    }

    var sandbox: SandboxName? {
        if case .entry(let name) = self { SandboxName(name) } else { nil }
    }
}
