/// Why nobody was reached, in the words of most exchanges.
package enum DialFailure: String, Sendable, CaseIterable {
    case noAnswer = "no answer"
    case busy
    case rejected
    /// No such number, or no line to it.
    case unreachable
}
