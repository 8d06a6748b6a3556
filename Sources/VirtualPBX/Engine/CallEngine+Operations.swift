import PBXInstructions

extension CallEngine {
    /// Begins an operation; returns the name of the next one where there is nothing to wait for.
    mutating func begin(_ operation: Operation, at time: Duration) -> String? {
        switch operation.kind {
        case .interactive(let operation): beginInteractive(operation)
        case .menu(let operation):
            answer()
            collect(.choice(operation), attempt: 1)
        case .message(let operation):
            say(operation.prompt, then: .branch("next", operation.next, because: nil), at: time)
        case .transfer(let operation):
            let whisper = operatorMessage ?? operation.settings.whisper
            say(operation.prompt, then: .dial(operation.destinations, operation.settings, whisper: whisper), at: time)
        case .voicemail(let operation): say(operation.prompt, then: .record(operation), at: time)
        case .hours(let operation): return choose(operation, at: time)
        case .goto(let link):
            note(.branch("next", to: link.name, because: nil))
            return link.name
        case .hangup: end(.scenario)
        }
        return nil
    }

    private mutating func beginInteractive(_ operation: InteractiveOperation) {
        if operation.answersFirst || operation.input != nil || !operation.prompt.isEmpty { answer() }
        if let input = operation.input {
            collect(.code(operation, input), attempt: 1)
        } else if operation.prompt.isEmpty {
            ask(operation, typed: nil)
        } else {
            play(operation.prompt, then: .ask(operation))
        }
    }

    private mutating func choose(_ operation: HoursOperation, at time: Duration) -> String? {
        let isOpen = operation.hours.contains(facts.startTime &+ time.components.seconds)
        note(.hours(isOpen: isOpen))
        guard let link = isOpen ? operation.open : operation.closed else {
            end(.scenario, because: isOpen ? "there is no branch for working hours" : "there is no branch outside working hours")
            return nil
        }
        note(.branch(isOpen ? "open" : "closed", to: link.name, because: nil))
        return link.name
    }

    /// Plays something, or goes on at once when there is nothing to play.
    mutating func say(_ messages: [PlayedMessage], then next: CallPhase.Continuation, at time: Duration) {
        guard !messages.isEmpty else { return go(on: next, at: time) }
        play(messages, then: next)
    }

    private mutating func play(_ messages: [PlayedMessage], then next: CallPhase.Continuation) {
        answer()
        wait(.playing(number: start(playing: messages), then: next))
    }

    /// Starts to play and returns the order's number.
    mutating func start(playing messages: [PlayedMessage]) -> Int {
        let number = nextNumber()
        for message in messages { note(.hears(message)) }
        act(.play(messages, number: number))
        return number
    }

    mutating func played(_ number: Int, at time: Duration) {
        switch phase {
        case .playing(number, let next): go(on: next, at: time)
        case .collecting(let collection) where collection.prompt == number: promptEnded(collection)
        default: break
        }
    }

    private mutating func go(on next: CallPhase.Continuation, at time: Duration) {
        switch next {
        case .branch(let label, let link, let because): take(label, link, orEnd: .scenario, because: because, at: time)
        case .dial(let destinations, let settings, let whisper): dial(destinations, settings, whisper: whisper)
        case .ask(let operation): ask(operation, typed: nil)
        case .record(let operation): record(operation)
        case .end(let reason, let because): end(reason, because: because)
        }
    }

    private mutating func record(_ operation: VoicemailOperation) {
        answer()
        let number = nextNumber()
        note(.recording(limit: operation.limit))
        act(.record(limit: operation.limit, number: number))
        wait(.recording(operation, number: number))
    }

    mutating func recorded(_ duration: Duration, _ number: Int, at time: Duration) {
        guard case .recording(let operation, number) = phase else { return }
        note(.recorded(duration))
        take("next", operation.next, orEnd: .scenario, at: time)
    }
}
