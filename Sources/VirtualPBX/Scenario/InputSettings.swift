/// How digits are collected. `#` ends the input at once and is no part of it.
package struct InputSettings: Sendable, Equatable {
    /// The code length: the most digits that are taken; 1 to 32. The last one ends the input.
    package var length: Int
    /// How long the caller may think before the first digit, counted from the end of the prompt.
    package var firstDigit = Duration.seconds(10)
    /// The inter-digit interval: how long after a digit the input ends by itself.
    package var interval = Duration.seconds(5)
    /// How long the whole input may take, counted from the end of the prompt or the first digit; nil for no limit.
    package var total: Duration?
    /// How often the prompt is played for a caller who types nothing; 1 to 10.
    package var attempts = 1

    package init(length: Int) { self.length = length }
}
