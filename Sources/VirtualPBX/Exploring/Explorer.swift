import PBXInstructions

/// Presses every key that makes a difference, and lets each handler fail once, each way in a call of its own from the beginning.
package struct Explorer {
    /// How often a point is gone on from on one way: handlers count, and a third wrong number is not a second one.
    package static let repeats = 3

    /// How many inputs a way has at most.
    package let depth: Int
    /// How many calls there are at most.
    package let callLimit: Int
    private let scenario: Scenario
    private let codes: [String]
    private let call: (_ from: String, _ script: ExploreScript) async throws -> ExploredCall
    private var known: Set<ExploredPoint> = []
    /// The operations for which no reply was tried.
    private var unanswered: Set<String> = []
    package private(set) var callCount = 0
    /// Whether every way was gone to its end, or to where it only repeats another one.
    package private(set) var isComplete = true
    package private(set) var findings: [ExploreFinding] = []
    /// The operations that some call entered.
    package private(set) var entered: Set<String> = []

    /// - Parameters:
    ///   - codes: What is worth typing where a code is asked for.
    ///   - call: Plays a call from the seed of the state.
    package init(
        _ scenario: Scenario, codes: [String], depth: Int, callLimit: Int,
        call: @escaping (_ from: String, _ script: ExploreScript) async throws -> ExploredCall
    ) {
        self.scenario = scenario
        self.codes = codes
        self.depth = depth
        self.callLimit = callLimit
        self.call = call
    }

    /// Everything that can become of the calls of one caller.
    ///
    /// - Throws: What `call` throws.
    package mutating func explore(from number: String) async throws -> ExploredNode {
        known = []
        unanswered = []
        // Shorter ways first: what is cut is far away.
        var tree = ExploredTree()
        let root = try await walk([], from: number, beyond: 0)
        tree.root = root.node
        var queue = [(path: [ExploredInput](), walk: root)]
        while !queue.isEmpty {
            let (path, walked) = queue.removeFirst()
            var next: [(input: ExploredInput, beyond: Int)] = []
            if case .waits(let point) = walked.node.end { next = inputs(at: point).map { ($0, walked.stepCount) } }
            next += failures(in: walked, behind: path)
            for (input, beyond) in next {
                guard callCount < callLimit else {
                    isComplete = false
                    if case .waits(let point) = walked.node.end { tree.cut(path, at: point) }
                    break
                }
                let walk = try await walk(path + [input], from: number, beyond: beyond)
                tree.append(input, walk.node, to: path)
                queue.append((path + [input], walk))
            }
        }
        for way in tree.endless {
            findings.append(ExploreFinding(severity: .error, message: "no way leads out of here", from: number, inputs: way))
        }
        return tree.root
    }

    /// What came of a way behind that before it.
    private struct Walk {
        var node: ExploredNode
        /// From the beginning of the call.
        var stepCount: Int
        /// The operations for which a handler was asked on the node's steps, and how many steps there were by then.
        var questions: [(operation: String, stepCount: Int)]
    }

    /// Plays a way, and returns what came behind the first `count` steps, which are those of the way before.
    private mutating func walk(_ path: [ExploredInput], from number: String, beyond count: Int) async throws -> Walk {
        callCount += 1
        let played = try await call(number, ExploreScript(path, in: scenario))
        // The caller's hanging up at the point is not part of the way.
        let steps = played.point == nil ? played.steps : played.steps.filter { if case .ended = $0.note { false } else { true } }
        let own = Array(steps.dropFirst(count))
        judge(own, played, from: number, path)
        let end: ExploredNode.End
        if let point = played.point {
            if point.visit >= Self.repeats || !known.insert(point).inserted {
                end = .known(point)
            } else if path.count < depth {
                end = .waits(point)
            } else {
                end = .cut(point)
                isComplete = false
            }
        } else {
            end = .finished(played.finish)
        }
        return Walk(node: ExploredNode(steps: own, end: end), stepCount: steps.count, questions: questions(in: steps, beyond: count))
    }

    /// Notes the operations that were entered as well.
    private mutating func questions(in steps: [TimedNote], beyond count: Int) -> [(operation: String, stepCount: Int)] {
        var questions: [(String, Int)] = []
        var operation = ""
        for (place, step) in steps.enumerated() {
            switch step.note {
            case .entered(let name):
                operation = name
                entered.insert(name)
            case .asked where place >= count: questions.append((operation, place + 1))
            default: break
            }
        }
        return questions
    }

    /// Handlers that fail where none of their operation has failed before.
    private mutating func failures(in walk: Walk, behind path: [ExploredInput]) -> [(input: ExploredInput, beyond: Int)] {
        let new = walk.questions.filter { !unanswered.contains($0.operation) }
        guard path.count < depth else {
            if !new.isEmpty { isComplete = false }
            return []
        }
        return new.filter { unanswered.insert($0.operation).inserted }.map { (.noReply(operation: $0.operation), $0.stepCount) }
    }

    /// What is worth doing at a point.
    private func inputs(at point: ExploredPoint) -> [ExploredInput] {
        let keys = "0123456789*#".map(String.init)
        switch point.kind {
        case .ringing: return [.answers(true), .answers(false)]
        case .code(1): return ([""] + keys).map { .keys($0) }
        case .code(let length):
            let fitting = codes.filter { $0.count <= length }
            let wrong = ["0", "9", "1"].map { String(repeating: $0, count: length) }.first { !fitting.contains($0) }
            return ([""] + fitting + (wrong.map { [$0] } ?? [])).map { .keys($0) }
        case .menu:
            guard case .menu(let menu)? = scenario[point.operation]?.kind else { return [.keys("")] }
            let linked = menu.keys.map { String($0.key) }
            let unlinked = keys.first { !linked.contains($0) }
            return ([""] + linked + (unlinked.map { [$0] } ?? [])).map { .keys($0) }
        }
    }

    private mutating func judge(_ steps: [TimedNote], _ played: ExploredCall, from number: String, _ path: [ExploredInput]) {
        func add(_ severity: ExploreFinding.Severity, _ message: String) {
            findings.append(ExploreFinding(severity: severity, message: message, from: number, inputs: path))
        }
        let failing: String? = if case .noReply(let operation)? = path.last { operation } else { nil }
        // That it does not reply is no fault of a handler whom nobody asks.
        for step in failing == nil ? steps[...] : steps.dropFirst() {
            switch step.note {
            // Where the call ends for it, that is told below.
            case .branch("backup", let name, let because?) where because.hasSuffix("has no branch"):
                add(.warning, "\(because), and the call goes on with the backup, \(name)")
            case .replied(let reply, let check):
                if case .answer(_, _, let outcome?) = reply, outcome.contains("fallback") {
                    add(.error, "the handler failed, and the fallback was sent: \(outcome)")
                } else if check?.instruction == nil {
                    let problem = check == nil ? reply.problem.map { ": \($0)" } : nil
                    add(.error, "the handler gave no instruction: \(step.note.summary)\(problem ?? "")")
                }
            case .replyTimedOut: add(.error, "the handler said \(step.note.line)")
            default: break
            }
        }
        guard played.point == nil else { return }
        switch played.finish {
        case .success, .caller, .scenario: break
        case .tooLate where failing != nil && steps.count == 2:
            add(.warning, "the handler may fail, and \(failing ?? "") has no backup branch: the call ends with action_interval_exceeded")
        case .transfer: add(.warning, "nobody answers, and there is no branch for that: the call ends with transfer_disconnects")
        case .incorrectInput, .noOperation, .tooLate, .tooManyTransitions:
            let reason = steps.last.map(\.note.line) ?? played.finish.rawValue
            add(.error, "the call ends with \(reason)")
        }
    }
}
