package import PBXInstructions

/// What an engine wants done. Numbers tell one order from another, so that what is said of an old one is not taken for the new.
package enum CallAction: Sendable, Equatable {
    /// Picks up.
    case answer
    /// Plays these to the caller, one after the other; ``CallEvent/played(number:)`` follows.
    case play([PlayedMessage], number: Int)
    /// Ends what plays; nothing follows.
    case stopPlaying
    /// Has ``CallEvent/timeIsUp(_:)`` follow after that time. There is one of each timer: starting it again sets it anew.
    case startTimer(CallTimer, Duration)
    case stopTimer(CallTimer)
    /// Asks the handler; ``CallEvent/replied(_:number:)`` follows.
    case ask(HandlerRequest)
    /// Forgets a question; nothing follows.
    case stopAsking
    /// Rings somebody; ``CallEvent/answered(_:number:)`` or ``CallEvent/notAnswered(_:number:)`` follows when
    /// ``DialOrder/ringTime`` is over at the latest.
    case dial(DialOrder)
    /// Records the caller for that long at most; ``CallEvent/recorded(_:number:)`` follows.
    case record(limit: Duration, number: Int)
    /// Ends the recording; ``CallEvent/recorded(_:number:)`` follows.
    case stopRecording
    /// Ends the call. Nothing follows, and no event changes anything any more.
    case hangUp(FinishReason)
    /// Something to tell people; there is nothing to do.
    case note(CallNote)
}
