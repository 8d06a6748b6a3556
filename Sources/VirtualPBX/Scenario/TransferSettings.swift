/// How numbers are dialled.
package struct TransferSettings: Sendable, Equatable {
    package enum Order: String, Sendable, CaseIterable {
        /// One after the other.
        case sequential
        /// All at once; who answers first gets the call.
        case simultaneous
    }

    package enum CallerID: String, Sendable, CaseIterable {
        /// The employee sees the caller's number.
        case caller
        /// The employee sees the number that was called.
        case called
    }

    static let ringTimeRange = Duration.seconds(1)...Duration.seconds(300)

    package var order = Order.sequential
    /// How long each number, or all at once, may ring; 1 s to 5 min.
    package var ringTime = Duration.seconds(30)
    package var callerID = CallerID.caller
    /// What the employee hears before the conversation, unless an instruction says something else.
    package var whisper: Prompt?
    /// What follows when nobody answers; without it the call ends.
    package var noAnswer: Link?

    package init() {}
}
