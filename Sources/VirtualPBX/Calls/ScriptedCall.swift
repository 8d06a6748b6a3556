import PBXInstructions

/// Runs a call on a clock that is turned: an hour of waiting takes no time.
///
/// Only the handlers are real; what they take is no time of the call.
package struct ScriptedCall<Script: CallScript> {
    /// The script, with what it knows of the call by now.
    package private(set) var script: Script
    package private(set) var steps: [TimedNote] = []
    private var engine: CallEngine
    private let client: any HandlerClient
    private var agenda = CallAgenda()
    private var situation = CallSituation()
    private var time = Duration.zero
    private var question: HandlerRequest?
    private var patience = Duration.seconds(5)
    private var talking: Int?
    private var moves = 0
    private var recordingStart = (number: 0, time: Duration.zero)

    /// What people do in one call at most: a script that always does something would never end.
    private static var moveLimit: Int { 10_000 }
    /// How long one speaks for one character.
    private static var characterTime: Duration { .milliseconds(70) }
    /// How long a sound is taken to be.
    private static var soundTime: Duration { .seconds(3) }

    package init(_ scenario: Scenario, _ facts: CallFacts, client: any HandlerClient, script: Script) {
        engine = CallEngine(scenario, facts)
        self.client = client
        self.script = script
    }

    /// Plays the call to its end. To be called once.
    package mutating func run() async -> FinishReason {
        perform(engine.start())
        while engine.finish == nil {
            if let question {
                let reply = if let fault = script.fault(of: question) { fault.reply } else { await client.ask(question, timeout: patience) }
                self.question = nil
                handle(reply.map { .replied($0, number: question.number) } ?? .timeIsUp(.reply))
            } else if let event = nextEvent() {
                handle(event)
            } else {
                // Somebody talks or nothing happens any more: then the line is dead, and exchanges end that.
                handle(talking.map { .conversationEnded(number: $0) } ?? .callerHungUp)
            }
        }
        return engine.finish ?? .caller
    }

    /// What happens next: what somebody does, or what happens by itself before that.
    private mutating func nextEvent() -> CallEvent? {
        situation.next = agenda.next
        if moves < Self.moveLimit, let move = script.move(in: situation, at: time), agenda.next.map({ time + move.delay <= $0 }) ?? true {
            moves += 1
            time += max(.zero, move.delay)
            switch move.kind {
            case .press(let key): return .pressed(key)
            case .callerHangsUp: return .callerHungUp
            case .employeeHangsUp: return talking.map { .conversationEnded(number: $0) } ?? .callerHungUp
            }
        }
        guard let next = agenda.take() else { return nil }
        time = max(time, next.time)
        return next.event
    }

    private mutating func handle(_ event: CallEvent) {
        switch event {
        case .played: situation.isPlaying = false
        case .answered(_, let number):
            talking = number
            situation.isDialling = false
            situation.isTalking = true
        case .notAnswered: situation.isDialling = false
        case .recorded: situation.isRecording = false
        default: break
        }
        perform(engine.handle(event, at: time))
    }

    private mutating func perform(_ actions: [CallAction]) {
        for action in actions {
            switch action {
            case .note(let note): tell(note)
            case .play(let messages, let number):
                situation.isPlaying = true
                let length = messages.reduce(Duration.zero) { $0 + Self.length(of: $1) }
                agenda.put(.playing, .played(number: number), at: time + length)
            case .stopPlaying:
                situation.isPlaying = false
                agenda.remove(.playing)
            case .startTimer(.reply, let duration): patience = duration
            case .startTimer(let timer, let duration): agenda.put(.timer(timer), .timeIsUp(timer), at: time + duration)
            case .stopTimer(let timer): agenda.remove(.timer(timer))
            case .ask(let request): question = request
            case .stopAsking: question = nil
            case .dial(let order): ring(order)
            case .record(let limit, let number):
                situation.isRecording = true
                recordingStart = (number, time)
                agenda.put(.recording, .recorded(limit, number: number), at: time + limit)
            case .stopRecording:
                agenda.put(.recording, .recorded(time - recordingStart.time, number: recordingStart.number), at: time)
            case .answer, .hangUp: break
            }
        }
        situation.isCollecting = engine.takesKeys
    }

    private mutating func tell(_ note: CallNote) {
        let step = TimedNote(note, at: time)
        steps.append(step)
        script.note(step)
    }

    /// Who answers first gets the call; where nobody does, the last failure counts.
    private mutating func ring(_ order: DialOrder) {
        situation.isDialling = true
        var answer: (destination: Destination, delay: Duration)?
        var failure = (reason: DialFailure.noAnswer, delay: Duration.zero)
        for destination in order.destinations.all {
            let reaction = script.reaction(of: destination) ?? CallReaction(.noAnswer, after: order.ringTime)
            if reaction.delay >= order.ringTime {
                failure = (.noAnswer, order.ringTime)
            } else if let reason = reaction.failure {
                if reaction.delay >= failure.delay { failure = (reason, reaction.delay) }
            } else if reaction.delay < answer?.delay ?? .seconds(1 << 32) {
                answer = (destination, reaction.delay)
            }
        }
        if let answer {
            agenda.put(.dialling, .answered(answer.destination, number: order.number), at: time + answer.delay)
        } else {
            agenda.put(.dialling, .notAnswered(failure.reason, number: order.number), at: time + failure.delay)
        }
    }

    private static func length(of message: PlayedMessage) -> Duration {
        switch message.kind {
        case .text: characterTime * message.content.count
        case .media: soundTime
        }
    }
}
