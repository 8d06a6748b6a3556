/// The secret that whoever operates the host has to show.
package struct AdminToken: Sendable {
    private let bytes: [UInt8]

    /// - Parameter text: Not empty.
    package init(_ text: String) { bytes = Array(text.utf8) }

    /// Whether `authorization`, the value of the header of that name, shows the token as a bearer.
    ///
    /// Takes equally long for every wrong token of one length, so that the token cannot be guessed bit by bit.
    func accepts(authorization: String?) -> Bool {
        guard let authorization, authorization.prefix(7).lowercased() == "bearer " else { return false }
        let shown = Array(authorization.utf8.dropFirst(7))
        guard shown.count == bytes.count, !bytes.isEmpty else { return false }
        var difference: UInt8 = 0
        for index in bytes.indices { difference |= bytes[index] ^ shown[index] }
        return difference == 0
    }
}

/// Hides the secret from logs, also in descriptions of what holds it.
extension AdminToken: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "AdminToken" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
