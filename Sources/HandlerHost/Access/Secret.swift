/// Something that a caller has to know.
package struct Secret: Sendable, Equatable {
    let bytes: [UInt8]

    /// - Parameter text: Not empty.
    package init(_ text: String) { bytes = Array(text.utf8) }

    /// Whether `shown` is the secret.
    ///
    /// Takes equally long for all wrong ones of one length, so that it cannot be guessed bit by bit.
    package func matches(_ shown: some Collection<UInt8>) -> Bool {
        guard shown.count == bytes.count, !bytes.isEmpty else { return false }
        var difference: UInt8 = 0
        for (mine, other) in zip(bytes, shown) { difference |= mine ^ other }
        return difference == 0
    }

    /// What the value of an `Authorization` header shows as a bearer; nil when it shows nothing.
    package static func bearer(_ authorization: String?) -> Substring.UTF8View? {
        guard let authorization, authorization.prefix(7).lowercased() == "bearer " else { return nil }
        return authorization.dropFirst(7).utf8
    }
}

/// Hides the secret from logs, also in descriptions of what holds it.
extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "Secret" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
