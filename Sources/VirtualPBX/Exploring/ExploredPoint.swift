/// A point of a call at which it waits for somebody.
package struct ExploredPoint: Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
        case menu
        /// With the code length.
        case code(Int)
        case ringing
    }

    package var operation: String
    package var kind: Kind
    /// All that the caller has heard since he last did something, or who is rung. Digits are `#`: numbers that were typed do not make
    /// it another point.
    package var text: String
    /// How often the call has been at such a point before, up to ``Explorer/repeats``.
    package var visit = 0
}
