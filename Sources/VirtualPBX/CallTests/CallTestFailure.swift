/// Why a call did not go as it is meant to.
package struct CallTestFailure: Sendable, Equatable {
    /// Where the step is written, from 1.
    package var line: Int
    package var column: Int
    /// What was to happen.
    package var expected: String
    /// What happened instead.
    package var got: String
    /// How many notes of the call there were by then, with the one that differs as the last.
    package var noteCount: Int

    init(_ step: CallTestStep, expected: String? = nil, got: String, noteCount: Int) {
        line = step.line
        column = step.column
        self.expected = expected ?? "\(step)"
        self.got = got
        self.noteCount = noteCount
    }
}
