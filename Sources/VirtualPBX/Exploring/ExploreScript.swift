package import PBXInstructions

/// Takes a way through a call, and stops at the first point behind it at which somebody has a choice.
package struct ExploreScript: CallScript, Sendable {
    private var inputs: ArraySlice<ExploredInput>
    private var typing: [Character]?
    private var operation = ""
    /// What the caller has heard since he last did something.
    private var heard: [String] = []
    /// Whether somebody answers of those who are rung at the moment; nil until that matters.
    private var isAnswered: Bool?
    private var ringing = ""
    private var visited: [ExploredPoint: Int] = [:]
    private let kinds: [String: ExploredPoint.Kind]
    /// Where the call waits and the way has no further input; nil for a call that ended before.
    package private(set) var point: ExploredPoint?

    package init(_ inputs: [ExploredInput], in scenario: Scenario) {
        self.inputs = inputs[...]
        var kinds: [String: ExploredPoint.Kind] = [:]
        for operation in scenario.operations {
            switch operation.kind {
            case .menu: kinds[operation.name] = .menu
            case .interactive(let interactive): kinds[operation.name] = interactive.input.map { .code($0.length) }
            default: break
            }
        }
        self.kinds = kinds
    }

    package mutating func move(in situation: CallSituation, at time: Duration) -> CallMove? {
        if point != nil { return CallMove(.callerHangsUp, after: .zero) }
        if situation.isTalking { return CallMove(.employeeHangsUp, after: .seconds(1)) }
        guard situation.isCollecting, !situation.isPlaying else { return nil }
        if typing == nil {
            guard case .keys(let keys)? = next(at: kinds[operation] ?? .menu, heard.joined(separator: "\n"))
            else { return CallMove(.callerHangsUp, after: .zero) }
            typing = Array(keys)
        }
        guard let key = typing?.first else { return nil }
        typing?.removeFirst()
        return CallMove(.press(key), after: .zero)
    }

    package mutating func note(_ step: TimedNote) {
        switch step.note {
        case .entered(let name): operation = name
        case .hears(let message): heard.append(message.content)
        case .typed:
            typing = nil
            heard = []
        case .dialling(let order):
            isAnswered = nil
            ringing = order.destinations.all.map(\.text).joined(separator: ", ")
        default: break
        }
    }

    package mutating func reaction(of destination: Destination) -> CallReaction? {
        // Of several who are rung at once, the first one stands for all.
        guard isAnswered == nil else { return nil }
        // Nobody is there any more when the way ends here.
        isAnswered = next(at: .ringing, ringing) == .answers(true)
        return isAnswered == true ? CallReaction(nil, after: .seconds(1)) : nil
    }

    package mutating func fault(of request: HandlerRequest) -> CallFault? {
        guard inputs.first == .noReply(operation: operation) else { return nil }
        inputs.removeFirst()
        return .noReply
    }

    /// The way's next input; nil where it ends, and then that is the point.
    private mutating func next(at kind: ExploredPoint.Kind, _ text: String) -> ExploredInput? {
        let shown = kind == .ringing ? text : String(text.map { $0.isWholeNumber ? "#" : $0 })
        var here = ExploredPoint(operation: operation, kind: kind, text: shown)
        let visit = visited[here, default: 0]
        visited[here] = visit + 1
        here.visit = min(visit, Explorer.repeats)
        if let input = inputs.popFirst() { return input }
        if point == nil { point = here }
        return nil
    }
}
