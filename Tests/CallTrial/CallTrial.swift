import PBXInstructions
package import VirtualPBX

/// One call with random events, watched from outside: what an engine promises is written down here.
package struct CallTrial<Generator: RandomNumberGenerator> {
    private var generator: Generator
    private var debts = CallDebts()
    private var time = Duration.zero
    private var history = CallHistory()
    private var entered = 0
    private let facts = CallFacts(id: "1", from: "74952345678", to: "74951234567", startTime: 1_772_445_600)
    private let scenario: Scenario
    /// What was not as promised; empty for an engine that keeps its word.
    package private(set) var faults: [String] = []

    /// A random scenario.
    package init(_ generator: Generator) {
        var maker = RandomScenario(generator)
        scenario = maker.scenario()
        self.generator = maker.generator
    }

    /// That scenario, with random events.
    package init(_ scenario: Scenario, _ generator: Generator) {
        self.scenario = scenario
        self.generator = generator
    }

    /// Plays the call to its end.
    ///
    /// - Parameter noise: How many events come that nobody owes the call.
    package mutating func run(noise: Int) -> [String] {
        var engine = CallEngine(scenario, facts)
        take(engine.start(), of: engine)
        var left = noise
        // No operation takes more than its attempts and a few steps; a call that gets nothing but what it is owed is through by then.
        var owed = scenario.transitionLimit * 64 + 64
        while engine.finish == nil, faults.isEmpty {
            let event: CallEvent
            if left > 0, Int.random(in: 0..<3, using: &generator) > 0 {
                left -= 1
                event = noiseEvent(engine)
            } else if let debt = debts.due(at: &time, using: &generator) {
                owed -= 1
                event = debt
            } else {
                return faults + ["the call waits for nothing: \(engine.scenario)"]
            }
            if owed < 0 { return faults + ["the call does not end"] }
            history.append(event, at: time)
            debts.pay(event)
            take(engine.handle(event, at: time), of: engine)
        }
        checkEnd(of: engine)
        checkRepeatable(engine)
        return faults
    }

    private mutating func take(_ actions: [CallAction], of engine: CallEngine) {
        for (place, action) in actions.enumerated() {
            if let fault = debts.take(action, at: time) { faults.append(fault) }
            switch action {
            case .note(.entered): entered += 1
            case .hangUp(let reason):
                if engine.finish != reason { faults.append("hangs up with \(reason) and ended with \(String(describing: engine.finish))") }
                if place != actions.count - 1 { faults.append("something follows the end: \(actions)") }
                guard place > 0, case .note(.ended(reason, _)) = actions[place - 1] else {
                    faults.append("the end is not told: \(actions)")
                    continue
                }
            default: break
            }
        }
        if entered != engine.transitions { faults.append("\(entered) operations were told, \(engine.transitions) counted") }
        if engine.transitions > scenario.transitionLimit { faults.append("more than \(scenario.transitionLimit) operations") }
        if engine.finish == nil, debts.isEmpty { faults.append("the call waits for nothing behind \(actions)") }
        if engine.finish == nil, debts.hasHungUp { faults.append("the call goes on after it has hung up") }
    }

    /// Something that may happen at any time, whether or not anybody waits for it.
    private mutating func noiseEvent(_ engine: CallEngine) -> CallEvent {
        let number = Int.random(in: -1...8, using: &generator)
        let keys: [Character] = ["0", "1", "2", "3", "7", "9", "*", "#", "a", "я", " "]
        switch Int.random(in: 0..<24, using: &generator) {
        case 0: return .played(number: number)
        case 1: return .timeIsUp(debts.lateTimer(using: &generator))
        case 2: return .replied(RandomReply.make(using: &generator), number: number)
        case 3: return Destination("79165550011").map { .answered($0, number: number) } ?? .callerHungUp
        case 4: return .notAnswered(DialFailure.allCases.randomElement(using: &generator) ?? .busy, number: number)
        case 5: return .conversationEnded(number: number)
        case 6: return .recorded(.seconds(1), number: number)
        case 7: return Int.random(in: 0..<8, using: &generator) == 0 ? .callerHungUp : .pressed("#")
        default: return .pressed(keys.randomElement(using: &generator) ?? "0")
        }
    }

    private mutating func checkEnd(of engine: CallEngine) {
        guard engine.finish != nil else { return }
        if !debts.hasHungUp { faults.append("ended without hanging up") }
        if let timer = debts.runningTimer { faults.append("the timer \(timer) runs on behind the end") }
        var ended = engine
        for event in [CallEvent.pressed("1"), .callerHungUp, .timeIsUp(.reply), .played(number: 1)] {
            let actions = ended.handle(event, at: time)
            if !actions.isEmpty { faults.append("does something behind the end: \(actions)") }
        }
        if !ended.start().isEmpty { faults.append("begins again behind the end") }
    }

    /// The same events lead to the same end.
    private mutating func checkRepeatable(_ end: CallEngine) {
        let again = history.replayed(scenario, facts)
        let isSame = again.finish == end.finish && again.transitions == end.transitions
        if !isSame { faults.append("the same events lead elsewhere") }
    }
}
