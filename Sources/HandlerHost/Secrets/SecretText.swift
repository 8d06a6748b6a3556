/// The value of a secret. Its text is reached by name only: what describes or dumps it shows none of it.
package struct SecretText: Sendable, Equatable {
    /// What handlers get.
    package let text: String

    /// The shortest value, in bytes: a shorter one could not be hidden without hiding half of what people read.
    package static let shortest = 6
    /// The longest value, in bytes.
    package static let longest = 64 << 10

    /// - Throws: ``SecretFault`` for what cannot be a secret's value.
    init(_ bytes: some Collection<UInt8>) throws(SecretFault) {
        guard !bytes.isEmpty else { throw .empty }
        guard bytes.count >= Self.shortest else { throw .tooShort }
        guard bytes.count <= Self.longest else { throw .tooLong }
        guard !bytes.contains(0), let text = String(validating: bytes, as: UTF8.self) else { throw .notText }
        self.text = text
    }
}

extension SecretText: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "***" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
