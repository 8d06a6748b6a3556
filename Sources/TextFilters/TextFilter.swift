/// Takes out of texts what those who look at the host's doings are not to see. Never applied to what a caller is sent.
package protocol TextFilter: Sendable {
    func text(_ text: String) -> String
    /// A path or a query, percent-encoded.
    func url(_ url: String) -> String
    /// The body of a request or a reply, of any type; nil when it may be shown as it is.
    func body(_ body: RawSpan) -> [UInt8]?
    /// A JSON text, which stays one; nil when it may be shown as it is.
    func json(_ json: RawSpan) -> [UInt8]?
}
