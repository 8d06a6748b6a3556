package import JSONText
import PBXInstructions

/// What came of a test's call.
package struct CallTestResult: Sendable {
    package var finish: FinishReason
    /// Up to what differs, if something does.
    package var notes: [TimedNote]
    /// The first thing that differs; nil when the call went as it is meant to, as far as the state is not looked at.
    package var failure: CallTestFailure?
    /// The codes that handlers returned, by the operation that asked.
    package var codes: [String: Set<Int>]
    /// The operations that were entered, each with the labels of the branches that were taken there (``Operation/Branch/label``).
    package var taken: [String: Set<String>]

    init(finish: FinishReason, notes: [TimedNote], failure: CallTestFailure?) {
        self.finish = finish
        self.notes = failure.map { Array(notes.prefix($0.noteCount)) } ?? notes
        self.failure = failure
        codes = [:]
        taken = [:]
        var operation = ""
        for note in notes {
            switch note.note {
            case .entered(let name):
                operation = name
                if taken[name] == nil { taken[name] = [] }
            case .branch(let label, _, _): taken[operation, default: []].insert(label)
            case .replied(_, let check?):
                if case .jump(let code, _, _)? = check.instruction { codes[operation, default: []].insert(code.value) }
            default: break
            }
        }
    }

    /// How long the call was, on its own clock.
    package var duration: Duration { notes.last?.time ?? .zero }

    /// Whether there is something in the state to look at.
    package func needsState(of test: CallTest) -> Bool {
        failure == nil && test.steps.contains { if case .state = $0.kind { true } else { false } }
    }

    /// Looks at the state that the call left, unless something else differs already.
    package mutating func compare(_ state: JSONValue, with test: CallTest) {
        guard failure == nil else { return }
        for step in test.steps {
            guard case .state(let expectations) = step.kind else { continue }
            for expectation in expectations where state[expectation.place] != expectation.value {
                let place = expectation.place.description.isEmpty ? "the whole state" : "state \(expectation.place)"
                let got = state[expectation.place].map { String(decoding: $0.bytes(), as: UTF8.self) } ?? "nothing"
                let step = CallTestStep(step.kind, line: expectation.line, column: expectation.column)
                let expected = "\(place) is \(String(decoding: expectation.value.bytes(), as: UTF8.self))"
                failure = CallTestFailure(step, expected: expected, got: got, noteCount: notes.count)
                return
            }
        }
    }
}
