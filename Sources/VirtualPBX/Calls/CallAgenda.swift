/// What is to happen to a call on a clock that is turned: the earliest first, and of the same time what was noted first.
struct CallAgenda: Sendable {
    /// What an entry is for, so that it can be taken off.
    enum Key: Sendable, Hashable {
        case playing
        case timer(CallTimer)
        case dialling
        case recording
    }

    private struct Entry: Sendable {
        let key: Key
        let time: Duration
        let event: CallEvent
    }

    private var entries: [Entry] = []

    /// When the next event is; nil when nothing is to happen.
    var next: Duration? { entries.map(\.time).min() }

    func has(_ key: Key) -> Bool { entries.contains { $0.key == key } }

    /// Notes an event, instead of that with the same key.
    mutating func put(_ key: Key, _ event: CallEvent, at time: Duration) {
        remove(key)
        entries.append(Entry(key: key, time: time, event: event))
    }

    mutating func remove(_ key: Key) { entries.removeAll { $0.key == key } }

    /// Takes the next event off.
    mutating func take() -> (event: CallEvent, time: Duration)? {
        guard let next, let place = entries.firstIndex(where: { $0.time == next }) else { return nil }
        let entry = entries.remove(at: place)
        return (entry.event, entry.time)
    }
}
