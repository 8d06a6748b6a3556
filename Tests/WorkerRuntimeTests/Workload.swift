import TestSupport
import WorkerProtocol

/// Random programs in one worker, many at a time, as a host would have them run: what is stale or was taken back is run again, and
/// now and then turns are undone.
///
/// Turns take effect in the order in which they end. So each reply is compared with that of the same program on a plain state,
/// right behind the turns that ended before it.
struct Workload {
    private struct Ended {
        let place: UInt64
        let program: TurnProgram
        let before: PlainState
    }

    private let worker: TestWorker
    private let seed: UInt64
    private var generator: SeededGenerator
    private var state = PlainState()
    private var waiting: [TurnProgram] = []
    private var running: [UInt64: TurnProgram] = [:]
    private var rewound: [UInt64: TurnProgram] = [:]
    private var ended: [Ended] = []
    private var settled: UInt64 = 0

    /// Turns whose reply no order one after another gives.
    private(set) var faults: [String] = []
    private(set) var endings: [TurnReport.Ending: Int] = [:]
    private(set) var rewinds = 0

    init(seed: UInt64, worker: TestWorker) {
        self.worker = worker
        self.seed = seed
        generator = SeededGenerator(seed: seed)
    }

    /// Runs so many programs to their ends, then looks at what is left.
    mutating func run(turns: Int) throws {
        for index in 0..<turns { waiting.append(TurnProgram(waits: index % 4 != 0, using: &generator)) }
        while !waiting.isEmpty || !running.isEmpty || !rewound.isEmpty {
            while running.count + rewound.count < 12, let program = waiting.popLast() { try send(program) }
            try disturb()
            take(try worker.nextReply())
        }
        try send(.look)
        take(try worker.nextReply())
    }

    private mutating func send(_ program: TurnProgram) throws {
        let waits = program.description.contains("wait")
        let number = try worker.order(route: waits ? 0 : 1, request: #"{"query":{"p":"\#(program)"}}"#, settled: settled)
        running[number] = program
    }

    /// Cancels, rewinds and settles at random.
    private mutating func disturb() throws {
        switch Int.random(in: 0..<100, using: &generator) {
        case 0..<3:
            if let number = running.keys.sorted().randomElement(using: &generator) { try worker.cancel(number) }
        case 3..<5:
            guard let index = ended.indices.suffix(8).randomElement(using: &generator) else { return }
            rewinds += 1
            try worker.rewind(to: ended[index].place)
            state = ended[index].before
            waiting += ended[index...].reversed().map(\.program)
            ended.removeSubrange(index...)
            rewound.merge(running) { $1 }
            running.removeAll()
        case 5..<20:
            guard ended.count > 8 else { return }
            settled = ended[ended.count - 9].place
            ended.removeFirst(ended.count - 8)
        default: return
        }
    }

    private mutating func take(_ reply: TestWorker.Reply) {
        if let program = rewound.removeValue(forKey: reply.number) { return waiting.append(program) }
        guard let program = running.removeValue(forKey: reply.number) else { return faults.append("turn \(reply.number) ended twice") }
        endings[reply.ending, default: 0] += 1
        guard reply.ending == .returned || reply.ending == .threw else { return waiting.append(program) }
        let before = state
        let expected = program.run(on: &state)
        ended.append(Ended(place: reply.place, program: program, before: before))
        let seen = reply.ending == .threw ? reply.failure?.message ?? "" : reply.body
        if seen != expected.seen || (reply.ending == .threw) != expected.fails {
            faults.append("seed \(seed): \(program) saw \(seen) and not \(expected.seen)")
        }
    }
}
