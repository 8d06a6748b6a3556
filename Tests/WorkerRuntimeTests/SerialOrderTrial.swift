import JSONText
import TestSupport
import Testing
import WorkerProtocol

/// Rounds of two to four random programs in one worker, each of which is compared with all orders of its turns.
struct SerialOrderTrial {
    private struct Turn {
        /// The program, as JSON.
        let program: String
        let fails: Bool
        var attempts = 0
        /// What the program has seen, when it has ended well.
        var results: JSONValue?
    }

    private static let start = #"{"7":{"a":[1,2],"b":{"c":1}},"a":{"b":1,"c":{"d":[1]}},"b":[1,{"a":2},[3,"x"]],"имя":{"a":{"d":null}}}"#
    /// The bytes of a document from which on the next round begins anew.
    private static let largest = 3_000

    private let seed: UInt64
    private var generator: SeededGenerator
    private let code: String
    private let source: [UInt8]
    private let plain: PlainRealm
    private var worker: TestWorker
    private var document = Self.start
    private var settled: UInt64 = 0

    /// Rounds that no order explains.
    private(set) var faults: [String] = []
    /// How many turns were in vain and ran again.
    private(set) var setbacks = 0
    /// How many turns ended well although another one had ended since they began.
    private(set) var overlaps = 0

    init(seed: UInt64, source: [UInt8]) throws {
        self.seed = seed
        self.source = source
        generator = SeededGenerator(seed: seed)
        code = try Checkout.text(of: "Tests/WorkerRuntimeTests/Scripts/programs.js")
        plain = try PlainRealm(programs: code)
        worker = try Self.worker(source, code)
    }

    private static func worker(_ source: [UInt8], _ code: String) throws -> TestWorker {
        let worker = try TestWorker(source: source)
        let report = try worker.load(
            [("a.js", code)], state: start, stateLimit: 10_000_000, patchLimit: 10_000_000, replyLimit: 10_000_000)
        try #require(report.failure == nil, "\(report.failure?.summary ?? "")")
        return worker
    }

    mutating func runRound() throws {
        if document.utf8.count > Self.largest {
            (worker, document, settled) = (try Self.worker(source, code), Self.start, 0)
        }
        let before = document
        let turns = try runTurns()
        let look = try worker.run(settled: settled)
        settled = look.place
        let after = try #require(try JSONValue(parsing: look.body)["state"]?.string)
        let told = turns.map { "\($0.program)\($0.fails ? " fails" : " saw \($0.results?.text ?? "nothing")")" }.joined(separator: "\n")
        if document != after { faults.append("seed \(seed): the patches make \(document) of \(before), and not \(after):\n\(told)") }
        if try !isSomeOrder(of: turns.filter { !$0.fails }[...], from: before, to: after) {
            faults.append("seed \(seed): no order of these makes \(after) of \(before):\n\(told)")
        }
        document = after
    }

    /// Runs turns side by side to their ends, and makes their patches on the document.
    private mutating func runTurns() throws -> [Turn] {
        var turns = (0..<Int.random(in: 2...4, using: &generator)).map { _ in randomTurn() }
        var ongoing: [UInt64: Int] = [:]
        var ended = 0
        var endedBefore: [UInt64: Int] = [:]
        func send(_ index: Int) throws {
            turns[index].attempts += 1
            let number = try worker.order(request: #"{"query":\#(turns[index].program)}"#, settled: settled)
            ongoing[number] = index
            endedBefore[number] = ended
        }
        for index in turns.indices { try send(index) }
        while !ongoing.isEmpty {
            let reply = try worker.nextReply()
            let running = ongoing.removeValue(forKey: reply.number)
            let index = try #require(running)
            switch reply.ending {
            case .stale:
                setbacks += 1
                try #require(turns[index].attempts < 100, "seed \(seed): \(turns[index].program) is in vain again and again")
                try send(index)
            case .returned:
                turns[index].results = try JSONValue(parsing: reply.body)
                if !reply.patch.isEmpty { document = try #require(try plain.apply(reply.patch, to: document)) }
                if endedBefore[reply.number] != ended { overlaps += 1 }
                ended += 1
            default:
                let isMeant = turns[index].fails && reply.failure?.message == "on purpose"
                try #require(isMeant, "seed \(seed): \(turns[index].program): \(reply.failure?.summary ?? "\(reply.ending)")")
                ended += 1
            }
        }
        return turns
    }

    private mutating func randomTurn() -> Turn {
        let program = Int.random(in: 0..<1 << 30, using: &generator)
        let fails = Int.random(in: 0..<8, using: &generator) == 0
        let steps = Int.random(in: 1...3, using: &generator)
        let parts = Int.random(in: 1...3, using: &generator)
        let text = #"{"seed":"\#(program)","steps":"\#(steps)","parts":"\#(parts)"\#(fails ? #","fails":"1""# : "")}"#
        return Turn(program: text, fails: fails)
    }

    /// Whether the turns can have run one after another: each has seen what it sees then, and the last one leaves `after`.
    private func isSomeOrder(of turns: ArraySlice<Turn>, from before: String, to after: String) throws -> Bool {
        if turns.isEmpty { return before == after }
        for index in turns.indices {
            let alone = try plain.run(on: before, turns[index].program)
            guard alone["results"] == turns[index].results, let next = alone["after"]?.string else { continue }
            var rest = turns
            rest.remove(at: index)
            if try isSomeOrder(of: rest, from: next, to: after) { return true }
        }
        return false
    }
}
