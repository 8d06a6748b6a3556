import PBXInstructions

extension CallEngine {
    /// Asks the handler.
    ///
    /// - Parameter typed: What the caller typed; nil when nothing was asked for.
    mutating func ask(_ operation: InteractiveOperation, typed: String?) {
        let request = HandlerRequest(
            target: operation.target, method: operation.method,
            parameters: operation.parameters.map { .init($0.rawValue, value(of: $0, typed: typed)) }, number: nextNumber())
        note(.asked(request))
        act(.ask(request))
        act(.startTimer(.reply, operation.replyTimeout))
        wait(.asking(operation, number: request.number))
    }

    /// `None` for an input that nobody asked for is what the vendor's example has.
    private func value(of parameter: InteractiveOperation.Parameter, typed: String?) -> String {
        switch parameter {
        case .callID, .sessionID: facts.id
        case .startTime: String(facts.startTime)
        case .input: typed ?? "None"
        case .from: facts.from
        case .to: facts.to
        case .direction: "in"
        }
    }

    mutating func replied(_ reply: HandlerReply, _ number: Int, at time: Duration) {
        guard case .asking(let operation, number) = phase else { return }
        act(.stopTimer(.reply))
        switch reply {
        case .failure(let reason):
            note(.replied(reply, nil))
            backUp(operation, because: reason, at: time)
        case .answer(200, let body, _):
            let check = Dialect.uis.check(reply: body)
            note(.replied(reply, check))
            if let instruction = check.instruction {
                obey(instruction, operation, at: time)
            } else {
                let finding = check.findings.first { $0.severity == .error }
                backUp(operation, because: "no instruction: \(finding?.message ?? "the reply is empty")", at: time)
            }
        case .answer(let status, _, _):
            note(.replied(reply, nil))
            backUp(operation, because: "status \(status)", at: time)
        }
    }

    mutating func tookTooLong(_ operation: InteractiveOperation, at time: Duration) {
        act(.stopAsking)
        note(.replyTimedOut(after: operation.replyTimeout))
        take("backup", operation.backup, orEnd: .tooLate, because: "no reply in time", at: time)
    }

    private mutating func backUp(_ operation: InteractiveOperation, because reason: String, at time: Duration) {
        take("backup", operation.backup, orEnd: .noOperation, because: reason, at: time)
    }

    private mutating func obey(_ instruction: Instruction, _ operation: InteractiveOperation, at time: Duration) {
        switch instruction {
        case .transfer(let destinations, let message, let own):
            let whisper = own ?? operatorMessage ?? operation.transfer.whisper
            say(list(message), then: .dial(destinations, operation.transfer, whisper: whisper), at: time)
        case .say(let message):
            say([message], then: .branch("next", operation.next, because: nil), at: time)
        case .jump(let code, let message, let own):
            remember(own)
            if let branch = operation.codes.first(where: { $0.key == code.value }) {
                say(list(message), then: .branch("code \(code.value)", branch.link, because: nil), at: time)
            } else if operation.backup != nil {
                say(list(message), then: .branch("backup", operation.backup, because: "code \(code.value) has no branch"), at: time)
            } else {
                say(list(message), then: .end(.noOperation, because: "code \(code.value) has no branch"), at: time)
            }
        }
    }

    private func list(_ message: PlayedMessage?) -> [PlayedMessage] { message.map { [$0] } ?? [] }
}
