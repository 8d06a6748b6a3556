/// What a host function throws into the script that called it: a JavaScript error that the script can catch.
package struct HostFunctionError: Error, Equatable, Sendable {
    /// The JavaScript class of the error.
    package enum Kind: Equatable, Sendable {
        case error
        case typeError
        case rangeError
    }

    package var kind: Kind
    /// The error's `message`.
    package var message: String

    package init(_ message: String, kind: Kind = .error) {
        self.kind = kind
        self.message = message
    }
}
