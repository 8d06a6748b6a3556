import VirtualPBX

/// Everything that happened to a call.
struct CallHistory {
    private var events: [CallEvent] = []
    private var times: [Duration] = []

    mutating func append(_ event: CallEvent, at time: Duration) {
        events.append(event)
        times.append(time)
    }

    /// What comes of it another time.
    func replayed(_ scenario: Scenario, _ facts: CallFacts) -> CallEngine {
        var engine = CallEngine(scenario, facts)
        _ = engine.start()
        for place in events.indices { _ = engine.handle(events[place], at: times[place]) }
        return engine
    }
}
