import PBXInstructions

/// What a call waits for.
enum CallPhase: Sendable, Equatable {
    case new
    /// A message plays; what comes behind it is known.
    case playing(number: Int, then: Continuation)
    /// The caller types, or is to type.
    case collecting(Collection)
    case asking(InteractiveOperation, number: Int)
    /// Somebody is rung; `left` are to be tried when nobody answers.
    case dialling(number: Int, left: [Destination], TransferSettings, whisper: PlayedMessage?)
    case talking(number: Int)
    case recording(VoicemailOperation, number: Int)
    case ended(FinishReason)

    /// What follows a message.
    enum Continuation: Sendable, Equatable {
        /// A branch, or the end.
        case branch(String, Link?, because: String?)
        case dial(DestinationList, TransferSettings, whisper: PlayedMessage?)
        case ask(InteractiveOperation)
        case record(VoicemailOperation)
        /// The end, as a branch without a link would be, for a reason of its own.
        case end(FinishReason, because: String?)
    }

    /// An input under way.
    struct Collection: Sendable, Equatable {
        enum Purpose: Sendable, Equatable {
            case code(InteractiveOperation, InputSettings)
            case choice(MenuOperation)
        }

        var purpose: Purpose
        var digits = ""
        /// How often the prompt was played.
        var attempt = 1
        /// The prompt that plays; nil when it is over.
        var prompt: Int?
    }
}
