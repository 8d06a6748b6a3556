package import PBXInstructions

/// Whom to ring, and how.
package struct DialOrder: Sendable, Equatable {
    /// All at once; who answers first gets the call.
    package var destinations: DestinationList
    /// How long they may ring.
    package var ringTime: Duration
    /// What the employee sees.
    package var callerID: String
    /// What the employee hears before the conversation.
    package var whisper: PlayedMessage?
    package var number: Int
}
