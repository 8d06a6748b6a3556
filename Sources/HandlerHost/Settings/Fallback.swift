package import JSONText

/// The reply that is sent when the handler could not give one.
package struct Fallback: Sendable, Equatable {
    package let value: JSONValue
    /// The value as compact UTF-8 JSON, ready to be sent.
    package let bytes: [UInt8]

    package init(_ value: JSONValue) {
        self.value = value
        bytes = value.bytes()
    }
}
