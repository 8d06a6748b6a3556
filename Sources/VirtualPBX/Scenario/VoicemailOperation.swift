/// Records what the caller says, until `#`, silence on the line, or the limit.
package struct VoicemailOperation: Sendable, Equatable {
    static let limitRange = Duration.seconds(1)...Duration.seconds(3600)

    package var prompt: [Prompt]
    /// The longest recording; 1 s to 1 h.
    package var limit = Duration.seconds(120)
    /// Without it the call ends behind the recording.
    package var next: Link?

    package init(prompt: [Prompt], next: Link? = nil) {
        self.prompt = prompt
        self.next = next
    }
}
