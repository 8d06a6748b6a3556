/// How digits are collected. `#` ends the input at once and is no part of it.
package struct InputSettings: Sendable, Equatable {
    static let lengthRange = 1...32
    static let attemptsRange = 1...10
    /// How long one may think before a digit, here and in a menu.
    static let pauseRange = Duration.milliseconds(100)...Duration.seconds(300)
    static let totalRange = Duration.seconds(1)...Duration.seconds(600)

    /// The code length: the most digits that are taken; 1 to 32. The last one ends the input.
    package var length: Int
    /// How long the caller may think before the first digit, counted from the end of the prompt; 100 ms to 5 min.
    package var firstDigit = Duration.seconds(10)
    /// The inter-digit interval: how long after a digit the input ends by itself; 100 ms to 5 min.
    package var interval = Duration.seconds(5)
    /// How long the whole input may take, counted from the end of the prompt or the first digit; 1 s to 10 min, nil for no
    /// limit.
    package var total: Duration?
    /// How often the prompt is played for a caller who types nothing; 1 to 10.
    package var attempts = 1

    package init(length: Int) { self.length = length }
}
