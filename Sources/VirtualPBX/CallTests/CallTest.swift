/// A call as it is meant to go: who calls, who answers, what the caller does, and what is to come of it.
package struct CallTest: Sendable, Equatable {
    /// The name of the folder with the tests, in that of a sandbox.
    package static let folderName = "calls"
    /// The number that is called, unless the file says otherwise.
    package static let standardTo = "74951234567"
    /// When the call comes in, unless the file says otherwise: a Monday, 2026-03-02 at 12:00 UTC.
    package static let standardTime: Int64 = 1_772_452_800
    static let standardID = "1"

    /// For people.
    package var name: String
    /// Where it was read, relative to the handlers folder.
    package var file: String
    package var facts: CallFacts
    /// What becomes of numbers that are rung: one reaction for each time, the last one for all times behind it. Nobody answers at
    /// numbers that are not here.
    package var answers: [String: [CallReaction?]]
    package var steps: [CallTestStep]

    package init(name: String, file: String, facts: CallFacts, answers: [String: [CallReaction?]] = [:], steps: [CallTestStep]) {
        self.name = name
        self.file = file
        self.facts = facts
        self.answers = answers
        self.steps = steps
    }
}
