import PBXInstructions
import VirtualPBX

/// A call on a terminal: what is heard is read, and keys are keys. The person at it is the employee who is rung as well.
actor TerminalLine: CallLine {
    private let inbox: CallInbox
    private let show: @Sendable (TimedNote) -> Void
    private let speaker: Speaker?
    private var status: StatusLine
    private let clock = ContinuousClock()
    private var typed = ""
    private var waits: [CallTimer: ContinuousClock.Instant] = [:]
    private var playing: Task<Void, Never>?
    private var dialled: DialOrder?
    private var ringing: Task<Void, Never>?
    private var talking: Int?
    private var recording: (number: Int, start: ContinuousClock.Instant, end: Task<Void, Never>)?
    private var hasEnded = false

    /// - Parameter show: Writes a step.
    init(inbox: CallInbox, status: StatusLine, speaker: Speaker?, show: @escaping @Sendable (TimedNote) -> Void) {
        self.inbox = inbox
        self.status = status
        self.speaker = speaker
        self.show = show
    }

    func perform(_ action: CallAction, at time: Duration) {
        switch action {
        case .note(let note): tell(note, at: time)
        case .play(let messages, let number): play(messages, number)
        case .stopPlaying: playing?.cancel()
        case .dial(let order): ring(order)
        case .record(let limit, let number):
            let inbox = inbox
            recording = (
                number, clock.now,
                Task {
                    // Ended by `#` or with the call.
                    guard (try? await Task.sleep(for: limit)) != nil else { return }
                    inbox.tell(.recorded(limit, number: number))
                }
            )
        case .stopRecording: stopRecording()
        case .hangUp: end()
        case .answer, .startTimer, .stopTimer, .ask, .stopAsking: break
        }
        showStatus()
    }

    func timerChanged(_ timer: CallTimer, to duration: Duration?) {
        waits[timer] = duration.map { clock.now + $0 }
        showStatus()
    }

    /// Takes a key of the keyboard: those of a telephone, and letters for what else people do.
    func pressed(_ key: Character) {
        switch key {
        case "\u{3}", "h": inbox.tell(.callerHungUp)
        case "a": answered()
        case "b": notAnswered(.busy)
        case "n": notAnswered(.noAnswer)
        case "e":
            if let talking { inbox.tell(.conversationEnded(number: talking)) }
        default:
            if waits[.digit] != nil || playing != nil { typed.append(key) }
            inbox.tell(.pressed(key))
        }
    }

    /// Shows the status anew until the call ends: its timers go on.
    func keepStatus() async {
        while !hasEnded {
            showStatus()
            // Ends with the call.
            guard (try? await Task.sleep(for: .milliseconds(100))) != nil else { return }
        }
    }

    private func tell(_ note: CallNote, at time: Duration) {
        switch note {
        case .typed, .hears, .entered: typed = ""
        default: break
        }
        status.clear()
        show(TimedNote(note, at: time))
    }

    private func play(_ messages: [PlayedMessage], _ number: Int) {
        guard let speaker else { return inbox.tell(.played(number: number)) }
        let inbox = inbox
        playing = Task {
            for message in messages where !Task.isCancelled {
                guard let problem = await speaker.speak(message) else { continue }
                status.clear()
                StandardError.print(problem)
            }
            playing = nil
            if !Task.isCancelled { inbox.tell(.played(number: number)) }
        }
    }

    private func ring(_ order: DialOrder) {
        let inbox = inbox
        dialled = order
        ringing = Task {
            // Ended by an answer or with the call.
            guard (try? await Task.sleep(for: order.ringTime)) != nil else { return }
            inbox.tell(.notAnswered(.noAnswer, number: order.number))
        }
    }

    private func answered() {
        guard let order = dialled, let first = order.destinations.all.first else { return }
        stopRinging()
        talking = order.number
        inbox.tell(.answered(first, number: order.number))
    }

    private func notAnswered(_ failure: DialFailure) {
        guard let order = dialled else { return }
        stopRinging()
        inbox.tell(.notAnswered(failure, number: order.number))
    }

    private func stopRinging() {
        ringing?.cancel()
        dialled = nil
    }

    private func stopRecording() {
        guard let recording else { return }
        recording.end.cancel()
        self.recording = nil
        inbox.tell(.recorded(recording.start.duration(to: clock.now), number: recording.number))
    }

    private func end() {
        hasEnded = true
        playing?.cancel()
        ringing?.cancel()
        recording?.end.cancel()
        waits.removeAll()
        status.clear()
    }

    private func showStatus() {
        guard !hasEnded else { return }
        if talking != nil {
            status.show("talking   h the caller hangs up, e the employee does")
        } else if dialled != nil {
            status.show("ringing   a answers, b is busy, n does not answer, h the caller hangs up")
        } else if recording != nil {
            status.show("recording   # ends it, h the caller hangs up")
        } else if let end = waits[.reply] {
            status.show("waiting for the handler, \(left(until: end)) at most")
        } else if let end = waits[.digit] {
            let time = left(until: waits[.input].map { min($0, end) } ?? end)
            status.show("keys \(typed.isEmpty ? "0-9 * #" : typed)   \(time) left   h hangs up")
        } else if playing != nil {
            status.show("speaking   keys \(typed.isEmpty ? "0-9 * #" : typed)   h hangs up")
        } else {
            status.clear()
        }
    }

    private func left(until end: ContinuousClock.Instant) -> String {
        max(.zero, clock.now.duration(to: end)).seconds
    }
}
