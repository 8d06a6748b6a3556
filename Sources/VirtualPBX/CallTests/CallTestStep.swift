package import JSONText

/// One thing that somebody does in a call, or that is to happen in it.
package struct CallTestStep: Sendable, Equatable {
    package enum Kind: Sendable, Equatable {
        /// The next thing that the caller hears.
        case hears(HeardPattern)
        /// The caller types this at the next input, `0` to `9`, `*` and `#`; nothing at all if it is empty.
        case presses(String)
        /// The next number that is rung, or one of those.
        case dials(String)
        /// What the employee hears before the conversation.
        case whisper(HeardPattern)
        /// The next one who is connected with the caller.
        case connected(String)
        /// An operation that is entered, at any time behind the step before.
        case enters(String)
        /// Nobody does anything for that long.
        case waits(Duration)
        case hangsUp(Party)
        /// How the call ends.
        case finish(FinishReason)
        /// What the sandbox's state is when the call is over.
        case state([StateExpectation])
    }

    /// Who can hang up.
    package enum Party: String, Sendable, CaseIterable { case caller, employee }

    package var kind: Kind
    /// Where it is written, from 1.
    package var line: Int
    package var column: Int

    package init(_ kind: Kind, line: Int = 1, column: Int = 1) {
        self.kind = kind
        self.line = line
        self.column = column
    }
}

/// A value in a state, and where it is.
package struct StateExpectation: Sendable, Equatable {
    package var place: JSONPointer
    package var value: JSONValue
    /// Where it is written, from 1.
    package var line: Int
    package var column: Int
}

extension CallTestStep: CustomStringConvertible {
    /// The step in words: `hears "Здравствуйте"`, `presses 4711`.
    package var description: String {
        switch kind {
        case .hears(let pattern): "hears \(pattern)"
        case .presses(let keys): keys.isEmpty ? "presses nothing" : "presses \(keys)"
        case .dials(let number): "dials \(number)"
        case .whisper(let pattern): "whisper \(pattern)"
        case .connected(let number): "connected \(number)"
        case .enters(let name): "enters \(name)"
        case .waits(let duration): "waits \(duration.seconds)"
        case .hangsUp(let party): "hangs up: \(party.rawValue)"
        case .finish(let reason): "finish \(reason.rawValue)"
        case .state: "state"
        }
    }
}
