import Logging
import PBXInstructions
import VirtualPBX

/// Runs a scenario on one channel, in real time.
///
/// AGI is a dialogue: the channel does one thing at a time, and says how it went. So the engine's orders become one duty, which is
/// done to its end, and its timers become the longest time that the channel waits for a key.
final class AGICall {
    /// What is owed to the engine.
    enum Duty {
        case play([PlayedMessage], number: Int)
        case ask(HandlerRequest)
        case dial(DialOrder)
        case record(limit: Duration, number: Int)
    }

    let dialogue: AGIDialogue
    let script: ChannelScript
    let sandbox: String
    let services: AGICallServices
    let facts: CallFacts
    private(set) var engine: CallEngine
    private(set) var notes: [TimedNote] = []
    private var duty: Duty?
    var timers: [CallTimer: ContinuousClock.Instant] = [:]
    private let begin = ContinuousClock.now
    private var lastTime = Duration.zero

    init(_ dialogue: AGIDialogue, _ script: ChannelScript, sandbox: String, _ facts: CallFacts, _ services: AGICallServices) {
        self.dialogue = dialogue
        self.script = script
        self.sandbox = sandbox
        self.facts = facts
        self.services = services
        engine = CallEngine(script.scenario, facts)
    }

    /// Since the call came in.
    var time: Duration { begin.duration(to: .now) }

    /// Goes on until the scenario has ended.
    ///
    /// - Throws: ``AGIFault`` when the channel does not play its part.
    func run() async throws(AGIFault) {
        try await obey(engine.start(at: .zero))
        while engine.finish == nil {
            if dialogue.hasHungUp {
                try await handle(.callerHungUp)
                continue
            }
            let next = duty
            duty = nil
            switch next {
            case .play(let messages, let number): try await play(messages, number)
            case .ask(let request): try await ask(request)
            case .dial(let order): try await dial(order)
            case .record(let limit, let number): try await record(limit, number)
            case nil: try await waitForKey()
            }
        }
    }

    /// Tells the engine what happened, and does what it wants at once.
    ///
    /// - Parameter moment: When it happened, if that was earlier; since the call came in.
    func handle(_ event: CallEvent, at moment: Duration? = nil) async throws(AGIFault) {
        // An engine's time never goes back.
        lastTime = max(lastTime, moment ?? time)
        try await obey(engine.handle(event, at: lastTime))
    }

    private func obey(_ actions: [CallAction]) async throws(AGIFault) {
        for action in actions {
            switch action {
            case .answer: try await answer()
            case .play(let messages, let number): duty = .play(messages, number: number)
            case .stopPlaying, .stopAsking, .stopRecording: duty = nil
            case .startTimer(let timer, let time): timers[timer] = .now + time
            case .stopTimer(let timer): timers[timer] = nil
            case .ask(let request): duty = .ask(request)
            case .dial(let order): duty = .dial(order)
            case .record(let limit, let number): duty = .record(limit: limit, number: number)
            case .hangUp: duty = nil
            case .note(let note): add(note)
            }
        }
    }

    private func add(_ note: CallNote) {
        notes.append(TimedNote(note, at: lastTime))
        services.logger.debug("\(facts.id) \(sandbox) \(note.role.rawValue): \(script.shown(note.line))")
    }

    private func answer() async throws(AGIFault) {
        guard !dialogue.hasHungUp else { return }
        _ = try await dialogue.perform(AGICommand("ANSWER"))
    }
}
