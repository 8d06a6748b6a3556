import PBXInstructions
import VirtualPBX

/// What a runner owes a call: everything that the call asked for and that has not happened.
struct CallDebts {
    private var playing: Int?
    private var timers: [CallTimer: Duration] = [:]
    private var asking: Int?
    private var dialling: DialOrder?
    private var talking: Int?
    private var recording: Int?
    private var hasAnswered = false
    private(set) var hasHungUp = false

    var isEmpty: Bool {
        playing == nil && timers.isEmpty && asking == nil && dialling == nil && talking == nil && recording == nil && !hasHungUp
    }

    var runningTimer: CallTimer? { timers.keys.first }

    /// Notes an action; returns what is wrong with it.
    mutating func take(_ action: CallAction, at time: Duration) -> String? {
        if hasHungUp { return "\(action) behind the end" }
        switch action {
        case .answer:
            if hasAnswered { return "picks up twice" }
            hasAnswered = true
        case .play(let messages, let number):
            if !hasAnswered { return "plays to somebody who is not there" }
            if messages.isEmpty { return "plays nothing" }
            if playing != nil || isBusy { return "plays while something else is under way" }
            playing = number
        case .stopPlaying: playing = nil
        case .startTimer(let timer, let duration):
            if duration <= .zero { return "a timer of no time" }
            timers[timer] = time + duration
        case .stopTimer(let timer): timers[timer] = nil
        case .ask(let request):
            if playing != nil || isBusy { return "asks while something else is under way" }
            asking = request.number
        case .stopAsking: asking = nil
        case .dial(let order):
            if playing != nil || isBusy { return "dials while something else is under way" }
            dialling = order
        case .record(_, let number):
            if playing != nil || isBusy { return "records while something else is under way" }
            recording = number
        case .stopRecording: if recording == nil { return "ends a recording that is none" }
        case .hangUp: hasHungUp = true
        case .note: break
        }
        return nil
    }

    private var isBusy: Bool { asking != nil || dialling != nil || talking != nil || recording != nil }

    /// Notes that something happened, whether or not it was owed.
    mutating func pay(_ event: CallEvent) {
        switch event {
        case .played(let number): if playing == number { playing = nil }
        case .replied(_, let number): if asking == number { asking = nil }
        case .answered(_, let number):
            guard dialling?.number == number else { break }
            dialling = nil
            talking = number
        case .notAnswered(_, let number): if dialling?.number == number { dialling = nil }
        case .conversationEnded(let number): if talking == number { talking = nil }
        case .recorded(_, let number): if recording == number { recording = nil }
        case .timeIsUp(let timer): timers[timer] = nil
        case .pressed, .callerHungUp: break
        }
    }

    /// What pays one debt; moves the time on when it is a timer's. Nil when nothing is owed.
    func due(at time: inout Duration, using generator: inout some RandomNumberGenerator) -> CallEvent? {
        if let playing { return .played(number: playing) }
        if let asking, Int.random(in: 0..<5, using: &generator) > 0 {
            return .replied(RandomReply.make(using: &generator), number: asking)
        }
        if let order = dialling {
            if let destination = order.destinations.all.randomElement(using: &generator), Bool.random(using: &generator) {
                return .answered(destination, number: order.number)
            }
            return .notAnswered(DialFailure.allCases.randomElement(using: &generator) ?? .noAnswer, number: order.number)
        }
        if let talking { return .conversationEnded(number: talking) }
        if let recording { return .recorded(.seconds(3), number: recording) }
        guard let next = timers.min(by: { $0.value < $1.value }) else { return nil }
        time = max(time, next.value)
        return .timeIsUp(next.key)
    }

    /// A timer that may have been stopped in the moment in which it was over; one that runs is not over yet.
    func lateTimer(using generator: inout some RandomNumberGenerator) -> CallTimer {
        let late = CallTimer.allCases.filter { timers[$0] == nil }
        return late.randomElement(using: &generator) ?? .reply
    }
}
