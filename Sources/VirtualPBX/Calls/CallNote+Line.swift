package import PBXInstructions

extension CallNote {
    /// What kind of step this is, for a column of its own and for a colour.
    package enum Role: String, Sendable, CaseIterable {
        /// What the caller hears.
        case hears
        /// What the caller does.
        case presses
        /// What the exchange does.
        case pbx
        /// What goes to the handler.
        case request
        /// What comes from it.
        case reply
        /// How the call ended.
        case end
    }

    package var role: Role {
        switch self {
        case .hears: .hears
        case .ignored, .typed: .presses
        case .asked: .request
        case .replied, .replyTimedOut: .reply
        case .ended: .end
        default: .pbx
        }
    }

    /// The step in one line, without its role.
    package var line: String {
        switch self {
        case .entered(let operation): "operation \(operation)"
        case .hears(let message): message.line
        case .ignored(let key): "\(key) (nobody waits for a key)"
        case .typed(let digits, let end): Self.line(typed: digits, end)
        case .asked(let request): request.line
        case .replied(let reply, let check): Self.line(reply, check)
        case .replyTimedOut(let limit): "nothing within \(limit.seconds)"
        case .hours(let isOpen): isOpen ? "within working hours" : "outside working hours"
        case .branch(let label, let name, let reason): "\(label) → \(name)" + Self.reason(reason)
        case .dialling(let order):
            "dials \(order.destinations.all.map(\.text).joined(separator: ", ")) for \(order.ringTime.seconds), showing \(order.callerID)"
        case .connected(let destination): "connected to \(destination.text)"
        case .whisper(let message): "the employee hears \(message.line)"
        case .notAnswered(let failure): failure.rawValue
        case .recording(let limit): "records for \(limit.seconds) at most"
        case .recorded(let duration): "recorded \(duration.seconds)"
        case .ended(let finish, let reason): finish.rawValue + Self.reason(reason)
        }
    }

    private static func reason(_ reason: String?) -> String { reason.map { " (\($0))" } ?? "" }

    private static func line(typed digits: String, _ end: InputEnd) -> String {
        switch end {
        case .nothing: "nothing"
        case .hash: digits + "#"
        case .length: digits
        case .interval, .total: "\(digits) (and nothing more in time)"
        }
    }

    private static func line(_ reply: HandlerReply, _ check: InstructionCheck?) -> String {
        switch reply {
        case .failure(let reason): reason
        case .answer(let status, let body, let outcome):
            "\(status) \(String(decoding: body, as: UTF8.self))" + reason(outcome)
        }
    }
}

extension PlayedMessage {
    /// `"words"`, or `[file]`.
    package var line: String {
        switch kind {
        case .text: "\"\(content)\""
        case .media: "[\(content)]"
        }
    }
}

extension HandlerRequest {
    /// `GET /crm_integration?cdr_id=1`, or `POST /crm_integration {"cdr_id":"1"}`.
    package var line: String {
        method == .get ? "\(method.rawValue) \(urlText)" : "\(method.rawValue) \(urlText) \(String(decoding: body, as: UTF8.self))"
    }
}

extension Duration {
    /// `3s`, `1.5s`, `0.2s`.
    package var seconds: String {
        let tenths = (components.seconds * 10) + components.attoseconds / 100_000_000_000_000_000
        return tenths % 10 == 0 ? "\(tenths / 10)s" : "\(tenths / 10).\(tenths % 10)s"
    }
}
