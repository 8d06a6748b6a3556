package import TextFilters

/// The secrets that a sandbox's files name, and the tokens that its callers show.
package struct SandboxSecrets: Sendable {
    private let values: [String: SecretText]
    /// Hides them.
    package let redaction: Redaction

    package static let none = SandboxSecrets([:])

    /// - Parameter tokens: They are hidden as well, wherever they are written.
    init(_ values: [String: SecretText], tokens: [Secret] = []) {
        self.values = values
        redaction = Redaction(bytes: values.values.map { Array($0.text.utf8) } + tokens.map(\.bytes))
    }

    /// These, and those that another file of the sandbox names.
    func adding(_ others: [String: SecretText]) -> SandboxSecrets {
        SandboxSecrets(values.merging(others) { $1 }, redaction.union(Redaction(others.values.map(\.text))))
    }

    private init(_ values: [String: SecretText], _ redaction: Redaction) {
        self.values = values
        self.redaction = redaction
    }

    /// Their names, in alphabetical order.
    package var names: [String] { values.keys.sorted() }
}

extension SandboxSecrets: Equatable {
    package static func == (left: SandboxSecrets, right: SandboxSecrets) -> Bool { left.values == right.values }
}
