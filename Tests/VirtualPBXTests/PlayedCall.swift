import PBXInstructions
import Testing

@testable import VirtualPBX

/// A call whose other side is the test.
struct PlayedCall {
    private var engine: CallEngine
    private var time = Duration.zero
    private(set) var actions: [CallAction] = []

    /// Begins the call at noon of Monday, 2026-03-02 (UTC).
    init(_ scenario: Scenario, from: String = "74952345678") {
        engine = CallEngine(scenario, CallFacts(id: "17", from: from, to: "74951234567", startTime: 1_772_452_800))
        actions = engine.start()
    }

    var finish: FinishReason? { engine.finish }

    /// The notes of the last step.
    var notes: [CallNote] { actions.compactMap { if case .note(let note) = $0 { note } else { nil } } }

    /// What the caller began to hear in the last step.
    var heard: [String] { notes.compactMap { if case .hears(let message) = $0 { message.content } else { nil } } }

    /// The operations that were entered in the last step.
    var entered: [String] { notes.compactMap { if case .entered(let name) = $0 { name } else { nil } } }

    /// What was asked in the last step.
    var asked: HandlerRequest? { notes.lazy.compactMap { if case .asked(let request) = $0 { request } else { nil } }.first }

    var dialled: DialOrder? { notes.lazy.compactMap { if case .dialling(let order) = $0 { order } else { nil } }.first }

    func starts(_ timer: CallTimer) -> Duration? {
        actions.lazy.compactMap { if case .startTimer(timer, let duration) = $0 { duration } else { nil } }.first
    }

    mutating func take(_ event: CallEvent, after pause: Duration = .zero) {
        time += pause
        actions = engine.handle(event, at: time)
    }

    mutating func press(_ keys: String) {
        var all: [CallAction] = []
        for key in keys {
            take(.pressed(key))
            all += actions
        }
        actions = all
    }

    /// What plays is over.
    mutating func listen() { take(.played(number: engine.lastNumber)) }

    mutating func reply(_ body: String, status: Int = 200) {
        take(.replied(.answer(status: status, body: Array(body.utf8)), number: engine.lastNumber))
    }

    mutating func answer(_ number: String) throws {
        take(.answered(try #require(Destination(number)), number: engine.lastNumber))
    }

    mutating func ring(_ failure: DialFailure = .noAnswer) { take(.notAnswered(failure, number: engine.lastNumber)) }

    var lastNumber: Int { engine.lastNumber }
}
