import PBXInstructions

/// Presses every key that makes a difference, each way in a call of its own from the beginning.
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
    package private(set) var callCount = 0
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
        // Shorter ways first: what is cut is far away.
        var tree = ExploredTree()
        let root = try await walk([], from: number, beyond: 0)
        tree.root = root.node
        var queue = [(path: [ExploredInput](), steps: root.steps)]
        while !queue.isEmpty {
            let (path, steps) = queue.removeFirst()
            guard case .waits(let point)? = tree[path]?.end else { continue }
            for input in inputs(at: point) {
                guard callCount < callLimit else {
                    tree.cut(path, at: point)
                    break
                }
                let next = try await walk(path + [input], from: number, beyond: steps)
                tree.append(input, next.node, to: path)
                queue.append((path + [input], next.steps))
            }
        }
        for way in tree.endless {
            findings.append(ExploreFinding(severity: .error, message: "no way leads out of here", from: number, inputs: way))
        }
        return tree.root
    }

    /// Plays a way, and returns what came behind the first `count` steps, which are those of the way before.
    private mutating func walk(
        _ path: [ExploredInput], from number: String, beyond count: Int
    ) async throws -> (node: ExploredNode, steps: Int) {
        callCount += 1
        let played = try await call(number, ExploreScript(path, in: scenario))
        // The caller's hanging up at the point is not part of the way.
        let steps = played.point == nil ? played.steps : played.steps.filter { if case .ended = $0.note { false } else { true } }
        let own = Array(steps.dropFirst(count))
        for case .entered(let name) in own.map(\.note) { entered.insert(name) }
        judge(own, played, from: number, path)
        let end: ExploredNode.End
        if let point = played.point {
            if point.visit >= Self.repeats || !known.insert(point).inserted {
                end = .known(point)
            } else {
                end = path.count < depth ? .waits(point) : .cut(point)
            }
        } else {
            end = .finished(played.finish)
        }
        return (ExploredNode(steps: own, end: end), steps.count)
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
        for step in steps {
            switch step.note {
            // Where the call ends for it, that is told below.
            case .branch("backup", let name, let because?) where because.hasSuffix("has no branch"):
                add(.warning, "\(because), and the call goes on with the backup, \(name)")
            case .replied(let reply, let check):
                if case .answer(_, _, let outcome?) = reply, outcome.contains("fallback") {
                    add(.error, "the handler failed, and the fallback was sent: \(outcome)")
                } else if check?.instruction == nil {
                    add(.error, "the handler gave no instruction: \(step.note.summary)")
                }
            case .replyTimedOut: add(.error, "the handler said \(step.note.line)")
            default: break
            }
        }
        guard played.point == nil else { return }
        switch played.finish {
        case .success, .caller, .scenario: break
        case .transfer: add(.warning, "nobody answers, and there is no branch for that: the call ends with transfer_disconnects")
        case .incorrectInput, .noOperation, .tooLate, .tooManyTransitions:
            let reason = steps.last.map(\.note.line) ?? played.finish.rawValue
            add(.error, "the call ends with \(reason)")
        }
    }
}
