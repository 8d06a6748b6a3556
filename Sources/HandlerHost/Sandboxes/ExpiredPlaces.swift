import JSONText
import NIOCore

/// Places of a state that are due to be removed.
struct ExpiredPlaces: Sendable {
    let pointers: [JSONPointer]
    /// The JSON text of a list of them.
    let body: ByteBuffer

    init(_ pointers: [JSONPointer]) {
        self.pointers = pointers
        body = ByteBuffer(bytes: JSONValue.array(pointers.map { .string($0.description) }).bytes())
    }
}
