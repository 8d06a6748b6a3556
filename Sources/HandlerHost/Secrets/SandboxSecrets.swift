/// The secrets that a sandbox's settings have in them.
package struct SandboxSecrets: Sendable {
    private let values: [String: SecretText]
    /// Hides them.
    package let redaction: Redaction

    package static let none = SandboxSecrets([:])

    init(_ values: [String: SecretText]) {
        self.values = values
        redaction = Redaction(values.values.map(\.text))
    }

    /// Their names, in alphabetical order.
    package var names: [String] { values.keys.sorted() }
}

extension SandboxSecrets: Equatable {
    package static func == (left: SandboxSecrets, right: SandboxSecrets) -> Bool { left.values == right.values }
}
