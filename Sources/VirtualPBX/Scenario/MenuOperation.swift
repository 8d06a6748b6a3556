/// Lets the caller choose a branch with one key.
package struct MenuOperation: Sendable, Equatable {
    package var prompt: [Prompt]
    /// By key, `0` to `9`, `*` and `#`, in the order of the file; no key twice.
    package var keys: [Branch<Character>]
    /// How long the caller may think, counted from the end of the prompt; 100 ms to 5 min.
    package var timeout = Duration.seconds(10)
    /// How often the prompt is played for a caller who chooses nothing or a key without a branch; 1 to 10.
    package var attempts = 3
    /// What follows when no attempt is left; without it the call ends.
    package var otherwise: Link?

    package init(prompt: [Prompt], keys: [Branch<Character>]) {
        self.prompt = prompt
        self.keys = keys
    }
}
