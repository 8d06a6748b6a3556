/// What came of a question to a handler.
package enum HandlerReply: Sendable, Equatable {
    /// An answer over HTTP: its status, its body, and the field `Ringbox-Outcome`, if it came from a Ringbox.
    case answer(status: Int, body: [UInt8], outcome: String? = nil)
    /// No answer, and why, in words: the name could not be resolved, the connection was refused or broke.
    case failure(String)
}
