/// The name of a sandbox: 1 to 63 of `a–z`, `0–9`, `-` and `_`, in lower case.
///
/// It is a label of a host name and the name of a folder or a file at once, so two names that differ only
/// in case are the same sandbox.
package struct SandboxName: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The name in lower case.
    package let text: String

    /// Takes `text` over in lower case; `nil` when it is empty, longer than 63 characters, or has any other character.
    package init?(_ text: some StringProtocol) {
        self.init(utf8: String(text).utf8.span)
    }

    /// Takes over a name spelt in ASCII bytes; `nil` under the same conditions as for text.
    package init?(utf8 bytes: Span<UInt8>) {
        let count = bytes.count
        guard (1...Self.longest).contains(count) else { return nil }
        for index in 0..<count where !Self.isAllowed(bytes[index]) { return nil }
        text = String(unsafeUninitializedCapacity: count) { buffer in
            for index in 0..<count { buffer[index] = ASCII.lowercased(bytes[index]) }
            return count
        }
    }

    package var description: String { text }

    package static func < (left: SandboxName, right: SandboxName) -> Bool { left.text < right.text }

    /// The number of characters a label of a host name may have.
    package static let longest = 63

    private static func isAllowed(_ byte: UInt8) -> Bool {
        ASCII.isLetter(byte) || ASCII.isDigit(byte) || byte == ASCII.hyphen || byte == ASCII.underscore
    }
}
