/// What an engine waits for.
package enum CallTimer: String, Sendable, CaseIterable {
    /// The next digit.
    case digit
    /// The whole input.
    case input
    /// The handler's reply.
    case reply
}
