package import PBXInstructions

/// What happens to a call. An engine takes every event at any time: what comes too late, or was never asked for, changes nothing.
package enum CallEvent: Sendable, Equatable {
    /// Everything of ``CallAction/play(_:number:)`` was played.
    case played(number: Int)
    /// The caller pressed a key: `0` to `9`, `*` or `#`; other characters are no keys.
    case pressed(Character)
    /// The time of ``CallAction/startTimer(_:_:)`` is over.
    case timeIsUp(CallTimer)
    /// The handler was asked, and this came of it.
    case replied(HandlerReply, number: Int)
    /// Somebody that ``CallAction/dial(_:)`` rang has answered; the whisper comes before the conversation.
    case answered(Destination, number: Int)
    /// Nobody answered, or nobody could be reached.
    case notAnswered(DialFailure, number: Int)
    /// The employee hung up.
    case conversationEnded(number: Int)
    /// The recording is over, and this long.
    case recorded(Duration, number: Int)
    /// The caller hung up, or the line broke.
    case callerHungUp
}
