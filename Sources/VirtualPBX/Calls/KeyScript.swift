package import PBXInstructions

/// A caller who types something whenever he is asked to, and whom everybody answers but those who are said not to.
package struct KeyScript: CallScript, Sendable {
    /// What is still to be typed, one for each time that the call waits for keys.
    private var inputs: [[Character]]
    /// What is left of what is being typed; nil between two inputs.
    private var typing: [Character]?
    private let reactions: [String: CallReaction]
    private let others: CallReaction
    private let hangsUpAfter: Duration?

    /// How long a key takes.
    private static let keyTime = Duration.milliseconds(300)
    /// How long somebody lets it ring, and how long a conversation is.
    private static let ringing = Duration.seconds(3)
    private static let talking = Duration.seconds(20)

    /// - Parameters:
    ///   - inputs: Keys, `0` to `9`, `*` and `#`; an empty one is a caller who types nothing this time.
    ///   - reactions: What becomes of some numbers.
    ///   - others: What becomes of all others; nil for answering.
    ///   - hangsUpAfter: When the caller hangs up, if the call is not over by then.
    package init(inputs: [String], reactions: [String: DialFailure] = [:], others: DialFailure? = nil, hangsUpAfter: Duration? = nil) {
        self.inputs = inputs.map(Array.init)
        self.reactions = reactions.mapValues { CallReaction($0, after: Self.ringing) }
        self.others = CallReaction(others, after: Self.ringing)
        self.hangsUpAfter = hangsUpAfter
    }

    package mutating func move(in situation: CallSituation, at time: Duration) -> CallMove? {
        if let hangsUpAfter {
            let left = max(.zero, hangsUpAfter - time)
            if left == .zero || situation.isTalking || situation.next.map({ time + left <= $0 }) ?? true {
                return CallMove(.callerHangsUp, after: left)
            }
        }
        if situation.isTalking { return CallMove(.employeeHangsUp, after: Self.talking) }
        // He lets the exchange finish its sentence.
        guard situation.isCollecting, !situation.isPlaying else { return nil }
        var keys = typing ?? (inputs.isEmpty ? [] : inputs.removeFirst())
        defer { typing = keys }
        return keys.isEmpty ? nil : CallMove(.press(keys.removeFirst()), after: Self.keyTime)
    }

    package mutating func note(_ step: TimedNote) {
        if case .typed = step.note { typing = nil }
    }

    package func reaction(of destination: Destination) -> CallReaction? { reactions[destination.text] ?? others }
}
