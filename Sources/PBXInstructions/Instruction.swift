/// What the PBX is told to do with a call. Every value is one that it can obey.
package enum Instruction: Sendable, Equatable {
    /// Plays `message` to the caller, dials, and plays `operatorMessage` to the employee before the conversation.
    case transfer(DestinationList, message: PlayedMessage?, operatorMessage: PlayedMessage?)
    /// Plays a message to the caller and goes on with whatever the scenario has behind the operation.
    case say(PlayedMessage)
    /// Plays `message` to the caller and goes on with the branch of that code; `operatorMessage` is for the employee
    /// whom the branch reaches.
    case jump(ReturnedCode, message: PlayedMessage?, operatorMessage: PlayedMessage?)
}
