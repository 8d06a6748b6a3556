package import PBXInstructions

/// A step of a call, for people and for tests.
package enum CallNote: Sendable, Equatable {
    case entered(operation: String)
    /// The caller begins to hear this.
    case hears(PlayedMessage)
    /// The caller pressed a key that nobody waited for.
    case ignored(Character)
    /// The input is complete, and why.
    case typed(String, InputEnd)
    case asked(HandlerRequest)
    /// What the handler said, and what it means; no instruction comes with findings or a failure.
    case replied(HandlerReply, InstructionCheck?)
    /// The handler took longer than that.
    case replyTimedOut(after: Duration)
    case hours(isOpen: Bool)
    /// A branch is taken: its label, as in ``Operation/Branch/label``, and why, where that is not plain.
    case branch(String, to: String, because: String?)
    case dialling(DialOrder)
    case connected(Destination)
    /// What the employee hears before the conversation.
    case whisper(PlayedMessage)
    case notAnswered(DialFailure)
    case recording(limit: Duration)
    case recorded(Duration)
    case ended(FinishReason, because: String?)
}

/// What ended an input.
package enum InputEnd: String, Sendable, CaseIterable {
    /// As many digits as the code has.
    case length
    /// `#`.
    case hash
    /// No further digit came in time.
    case interval
    /// The whole input took as long as it may.
    case total
    /// Nothing was typed.
    case nothing
}
