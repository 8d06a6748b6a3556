import PBXInstructions

/// The people of a test's call. They do what its steps say, in their order, and compare what happens with them.
struct CallTestScript: CallScript, Sendable {
    private let steps: [CallTestStep]
    private let answers: [String: [CallReaction?]]
    /// How often each number was rung.
    private var rung: [String: Int] = [:]
    /// The step that is to come; behind the last one nothing is.
    private var place = 0
    /// When the step before was through, which may be still to come.
    private var since = Duration.zero
    /// The keys of the step that are still to be pressed, once the first one was.
    private var typing: [Character]?
    /// Whether the input that the last step typed at is still open.
    private var isTyping = false
    private let faults: [Int: CallFault]
    private var questionCount = 0
    private var noteCount = 0
    private var failure: CallTestFailure?

    /// How long a key takes at most.
    private static let keyTime = Duration.milliseconds(300)
    /// How long a conversation is that nobody ends.
    private static let talking = Duration.seconds(20)
    /// How long somebody waits at most where nothing happens by itself.
    private static let patience = Duration.seconds(1 << 32)

    init(_ test: CallTest) {
        // What is in the state is looked at when the call is over.
        steps = test.steps.filter { if case .state = $0.kind { false } else { true } }
        answers = test.answers
        faults = test.faults
    }

    /// The first thing that differed. To be asked when the call is over.
    func outcome() -> CallTestFailure? {
        if let failure { return failure }
        guard let step else { return nil }
        return CallTestFailure(step, got: "nothing: the call is over", noteCount: noteCount)
    }

    mutating func move(in situation: CallSituation, at time: Duration) -> CallMove? {
        // Nothing that comes behind a difference says anything.
        if failure != nil { return CallMove(.callerHangsUp, after: .zero) }
        let next = situation.next ?? time + Self.patience
        while case .waits(let duration)? = step?.kind, since + duration <= next {
            place += 1
            since += duration
        }
        let delay = max(.zero, since - time)
        // Nor what comes behind the last step.
        guard let step else { return CallMove(.callerHangsUp, after: delay) }
        switch step.kind {
        case .hangsUp(.caller):
            advance(at: time + delay)
            return CallMove(.callerHangsUp, after: delay)
        case .hangsUp(.employee) where situation.isTalking:
            advance(at: time + delay)
            return CallMove(.employeeHangsUp, after: delay)
        case .presses(let keys) where takes(keys, in: situation):
            // He types as fast as the exchange wants him to.
            let keyDelay = min(delay + Self.keyTime, max(delay, next - time))
            return CallMove(.press(press(keys, isInput: situation.isCollecting, at: time + keyDelay)), after: keyDelay)
        default: return situation.isTalking ? CallMove(.employeeHangsUp, after: delay + Self.talking) : nil
        }
    }

    mutating func note(_ note: TimedNote) {
        noteCount += 1
        guard failure == nil else { return }
        if case .typed(let digits, let end) = note.note { typed(digits, end, at: note.time) }
        if case .ended = note.note { while case .waits? = step?.kind { advance(at: note.time) } }
        guard failure == nil, let step else { return }
        switch (step.kind, note.note) {
        case (.hears(let pattern), .hears(let message)), (.whisper(let pattern), .whisper(let message)):
            compare(pattern.matches(message), note)
        case (.dials(let number), .dialling(let order)):
            compare(order.destinations.all.contains { Self.plain($0.text) == Self.plain(number) }, note)
        case (.connected(let number), .connected(let destination)):
            compare(Self.plain(destination.text) == Self.plain(number), note)
        case (.enters(let name), .entered(let entered)) where name == entered: advance(at: note.time)
        case (.finish(let reason), .ended(let finish, _)): compare(finish == reason, note)
        case (_, .ended): compare(false, note)
        default: break
        }
    }

    mutating func reaction(of destination: Destination) -> CallReaction? {
        let number = Self.plain(destination.text)
        guard let reactions = answers[number], !reactions.isEmpty else { return nil }
        let count = rung[number, default: 0]
        rung[number] = count + 1
        return reactions[min(count, reactions.count - 1)]
    }

    mutating func fault(of request: HandlerRequest) -> CallFault? {
        questionCount += 1
        return faults[questionCount]
    }

    /// A number without the `+` that it may have.
    static func plain(_ number: String) -> String { number.hasPrefix("+") ? String(number.dropFirst()) : number }

    private var step: CallTestStep? { place < steps.count ? steps[place] : nil }

    private mutating func advance(at time: Duration) {
        place += 1
        since = max(since, time)
    }

    private mutating func compare(_ isSame: Bool, _ note: TimedNote) {
        guard !isSame else { return advance(at: note.time) }
        fail("\(note.note.role == .hears ? "hears " : note.note.role == .end ? "the call ended: " : "")\(note.note.line)")
    }

    private mutating func fail(_ got: String) {
        guard let step else { return }
        failure = CallTestFailure(step, got: got, noteCount: noteCount)
    }

    /// Whether this is the moment for the keys of a step: he lets the exchange finish its sentence, and each step is an input of its
    /// own.
    private func takes(_ keys: String, in situation: CallSituation) -> Bool {
        if situation.isRecording { return keys == "#" }
        return !keys.isEmpty && situation.isCollecting && !situation.isPlaying && (typing != nil || !isTyping)
    }

    private mutating func press(_ keys: String, isInput: Bool, at time: Duration) -> Character {
        var left = typing ?? Array(keys)
        let key = left.removeFirst()
        isTyping = isInput
        typing = left.isEmpty ? nil : left
        if left.isEmpty { advance(at: time) }
        return key
    }

    private mutating func typed(_ digits: String, _ end: InputEnd, at time: Duration) {
        isTyping = false
        if let left = typing {
            typing = nil
            // Many people end a number with "#", whether it is wanted or not.
            if left == ["#"] { return advance(at: time) }
            fail("the input was over with \(CallNote.typed(digits, end).line)")
        } else if case .presses("")? = step?.kind, end == .nothing {
            advance(at: time)
        }
    }
}
