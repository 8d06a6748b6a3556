import PBXInstructions

/// A call, as a pure state machine: events in, actions out.
///
/// It knows no clock, no network and no line; whoever runs it does what it asks for and tells it what happens. Every call ends:
/// each step waits for something that its runner owes or for a timer, and the number of operations is limited.
package struct CallEngine: Sendable {
    package let scenario: Scenario
    package let facts: CallFacts
    private(set) var phase = CallPhase.new
    /// How many operations were entered.
    package private(set) var transitions = 0
    /// The number of the last order.
    private(set) var lastNumber = 0
    private(set) var hasAnswered = false
    /// What an instruction wants the employee to hear whom a later operation reaches.
    private(set) var operatorMessage: PlayedMessage?
    private var actions: [CallAction] = []

    package init(_ scenario: Scenario, _ facts: CallFacts) {
        self.scenario = scenario
        self.facts = facts
    }

    /// How the call ended; nil as long as it goes on.
    package var finish: FinishReason? {
        if case .ended(let reason) = phase { reason } else { nil }
    }

    /// Begins the call. To be called once, before the first event.
    ///
    /// - Parameter time: Since the call came in.
    package mutating func start(at time: Duration = .zero) -> [CallAction] {
        guard case .new = phase else { return [] }
        enter(scenario.start.name, at: time)
        return takeActions()
    }

    /// Takes an event.
    ///
    /// - Parameter time: Since the call came in; never less than that of the event before.
    package mutating func handle(_ event: CallEvent, at time: Duration) -> [CallAction] {
        switch phase {
        case .new, .ended: return []
        default: break
        }
        switch event {
        case .callerHungUp: hungUp()
        case .pressed(let key): pressed(key, at: time)
        case .played(let number): played(number, at: time)
        case .timeIsUp(let timer): timeIsUp(timer, at: time)
        case .replied(let reply, let number): replied(reply, number, at: time)
        case .answered(let destination, let number): answered(destination, number)
        case .notAnswered(let failure, let number): notAnswered(failure, number, at: time)
        case .conversationEnded(let number): conversationEnded(number)
        case .recorded(let duration, let number): recorded(duration, number, at: time)
        }
        return takeActions()
    }
}

extension CallEngine {
    mutating func act(_ action: CallAction) { actions.append(action) }

    mutating func note(_ note: CallNote) { actions.append(.note(note)) }

    mutating func wait(_ next: CallPhase) { phase = next }

    mutating func nextNumber() -> Int {
        lastNumber += 1
        return lastNumber
    }

    mutating func remember(_ message: PlayedMessage?) { if let message { operatorMessage = message } }

    /// Picks up, unless that is done.
    mutating func answer() {
        guard !hasAnswered else { return }
        hasAnswered = true
        act(.answer)
    }

    /// Goes on with the operation of that name.
    mutating func enter(_ name: String, at time: Duration) {
        var name = name
        // Not by recursion: a scenario may have a thousand of them in a row.
        while true {
            guard transitions < scenario.transitionLimit else {
                return end(.tooManyTransitions, because: "more than \(scenario.transitionLimit) operations")
            }
            guard let operation = scenario[name] else {
                return end(.noOperation, because: "there is no operation \"\(name)\"")
            }
            transitions += 1
            note(.entered(operation: name))
            guard let next = begin(operation, at: time) else { return }
            name = next
        }
    }

    /// Takes a branch; the call ends where there is none.
    mutating func take(
        _ label: String, _ link: Link?, orEnd reason: FinishReason, because: String? = nil, at time: Duration
    ) {
        guard let link else { return end(reason, because: because) }
        note(.branch(label, to: link.name, because: because))
        enter(link.name, at: time)
    }

    mutating func end(_ reason: FinishReason, because: String? = nil) {
        phase = .ended(reason)
        note(.ended(reason, because: because))
        act(.hangUp(reason))
    }

    private mutating func hungUp() {
        switch phase {
        case .asking: act(.stopAsking)
        case .playing, .collecting: act(.stopPlaying)
        default: break
        }
        for timer in CallTimer.allCases { act(.stopTimer(timer)) }
        end(.caller)
    }

    private mutating func takeActions() -> [CallAction] {
        defer { actions.removeAll() }
        return actions
    }
}
