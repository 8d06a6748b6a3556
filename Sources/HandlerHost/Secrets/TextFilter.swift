package import NIOCore

/// Takes out of texts what those who look at the host's doings are not to see. Never applied to what a caller is sent.
package protocol TextFilter: Sendable {
    func text(_ text: String) -> String
    /// A path or a query, percent-encoded.
    func url(_ url: String) -> String
    /// The body of a request or a reply, of any type.
    func body(_ body: ByteBuffer) -> ByteBuffer
    /// A JSON text, which stays one.
    func json(_ json: ByteBuffer) -> ByteBuffer
}
