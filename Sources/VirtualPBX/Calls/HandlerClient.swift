/// Puts questions to handlers, over the network, as a PBX does.
package protocol HandlerClient: Sendable {
    /// Asks, and waits for the whole answer.
    ///
    /// - Parameter timeout: By the real clock, from the first byte sent to the last one received.
    /// - Returns: Nil when the time is over, or when the asking task was cancelled.
    func ask(_ request: HandlerRequest, timeout: Duration) async -> HandlerReply?
}
