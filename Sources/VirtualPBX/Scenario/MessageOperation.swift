/// Plays something to the caller.
package struct MessageOperation: Sendable, Equatable {
    package var prompt: [Prompt]
    /// Without it the call ends behind the message.
    package var next: Link?

    package init(prompt: [Prompt], next: Link? = nil) {
        self.prompt = prompt
        self.next = next
    }
}
