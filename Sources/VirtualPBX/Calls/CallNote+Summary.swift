import PBXInstructions

extension CallNote {
    /// The step in as few words as tell it: requests without what every request has, and replies by what they mean.
    package var summary: String {
        switch self {
        case .asked(let request): request.summary
        case .replied(let reply, let check): Self.summary(reply, check)
        default: line
        }
    }

    private static func summary(_ reply: HandlerReply, _ check: InstructionCheck?) -> String {
        guard case .answer(let status, _, let outcome) = reply else { return CallNote.replied(reply, check).line }
        let fallback = outcome.map { $0 == "ok" ? "" : " (\($0))" } ?? ""
        guard let check else { return "status \(status)\(fallback)" }
        guard let instruction = check.instruction else {
            let finding = check.findings.first { $0.severity == .error }
            return "no instruction: \(finding?.message ?? "nothing was returned")\(fallback)"
        }
        return instruction.summary + fallback
    }
}

extension HandlerRequest {
    /// The method, the path, and what was typed.
    fileprivate var summary: String {
        let typed = parameters.first { $0.name == InteractiveOperation.Parameter.input.rawValue }
        let place =
            switch target {
            case .route(let path): path.text
            case .url(let url): String(url.prefix { $0 != "?" })
            }
        return "\(method.rawValue) \(place)" + (typed.map { "  \($0.name)=\($0.value)" } ?? "")
    }
}

extension Instruction {
    /// What is to be done, as in `code 1`, `dial 79165550011`, `say "…"`.
    fileprivate var summary: String {
        switch self {
        case .transfer(let destinations, let message, _):
            "dial \(destinations.all.map(\.text).joined(separator: ", "))" + Self.saying(message)
        case .say(let message): "say \(message.line)"
        case .jump(let code, let message, _): "code \(code.value)" + Self.saying(message)
        }
    }

    private static func saying(_ message: PlayedMessage?) -> String { message.map { ", say \($0.line)" } ?? "" }
}
