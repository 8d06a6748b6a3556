import PBXInstructions

/// Who was rung in a call, and what became of it.
struct RecordedAnswers {
    /// By number, in the order in which they were rung first; what became of each time, as call tests say it.
    private(set) var all: [(number: String, reactions: [String])] = []

    init(_ notes: [TimedNote]) {
        var last: (order: DialOrder, time: Duration)?
        for note in notes {
            switch note.note {
            case .dialling(let order): last = (order, note.time)
            case .connected(let destination):
                guard let ringing = last else { continue }
                let time = (note.time - ringing.time).milliseconds
                for other in ringing.order.destinations.all {
                    add(other.text, other == destination ? "\(time)ms" : DialFailure.noAnswer.rawValue)
                }
                last = nil
            case .notAnswered(let failure):
                for destination in last?.order.destinations.all ?? [] { add(destination.text, failure.rawValue) }
                last = nil
            default: break
            }
        }
        // The caller hung up while it rang.
        for destination in last?.order.destinations.all ?? [] { add(destination.text, DialFailure.noAnswer.rawValue) }
    }

    private mutating func add(_ number: String, _ reaction: String) {
        let number = CallTestScript.plain(number)
        if let place = all.firstIndex(where: { $0.number == number }) {
            all[place].reactions.append(reaction)
        } else {
            all.append((number, [reaction]))
        }
    }
}
