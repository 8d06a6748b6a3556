/// What shows that a connection is no stranger's. As an event of a channel, on its way out: that it was shown.
enum ConnectionProof: Sendable {
    /// The head of a request.
    case request
    /// The token of an operator.
    case token
}
