package import JSONText
import PBXInstructions

extension TimedNote {
    /// An object with `milliseconds` since the call came in, `step`, which says what else there is, and that.
    package var json: JSONValue {
        var object: JSONObject = ["milliseconds": .number(JSONNumber(time.milliseconds)), "step": .string(note.step)]
        note.describe(in: &object)
        return .object(object)
    }
}

extension CallNote {
    fileprivate var step: String {
        switch self {
        case .entered: "entered"
        case .hears: "hears"
        case .ignored: "ignored"
        case .typed: "typed"
        case .asked: "asked"
        case .replied: "replied"
        case .replyTimedOut: "replyTimedOut"
        case .hours: "hours"
        case .branch: "branch"
        case .dialling: "dialling"
        case .connected: "connected"
        case .whisper: "whisper"
        case .notAnswered: "notAnswered"
        case .recording: "recording"
        case .recorded: "recorded"
        case .ended: "ended"
        }
    }

    fileprivate func describe(in object: inout JSONObject) {
        switch self {
        case .entered(let operation): object["operation"] = .string(operation)
        case .hears(let message), .whisper(let message): object[message.kind == .text ? "text" : "sound"] = .string(message.content)
        case .ignored(let key): object["key"] = .string(String(key))
        case .typed(let digits, let end):
            object["digits"] = .string(digits)
            object["end"] = .string(end.rawValue)
        case .asked(let request):
            object["method"] = .string(request.method.rawValue)
            object["url"] = .string(request.urlText)
            if request.method == .post { object["body"] = .string(String(decoding: request.body, as: UTF8.self)) }
        case .replied(let reply, let check): Self.describe(reply, check, in: &object)
        case .replyTimedOut(let limit), .recording(let limit): object["limit"] = .number(JSONNumber(limit.milliseconds))
        case .hours(let isOpen): object["open"] = .bool(isOpen)
        case .branch(let label, let name, let reason):
            object["branch"] = .string(label)
            object["to"] = .string(name)
            object["because"] = reason.map(JSONValue.string)
        case .dialling(let order):
            object["numbers"] = .array(order.destinations.all.map { .string($0.text) })
            object["ringTime"] = .number(JSONNumber(order.ringTime.milliseconds))
            object["callerID"] = .string(order.callerID)
        case .connected(let destination): object["number"] = .string(destination.text)
        case .notAnswered(let failure): object["because"] = .string(failure.rawValue)
        case .recorded(let duration): object["duration"] = .number(JSONNumber(duration.milliseconds))
        case .ended(let finish, let reason):
            object["finish"] = .string(finish.rawValue)
            object["because"] = reason.map(JSONValue.string)
        }
    }

    private static func describe(_ reply: HandlerReply, _ check: InstructionCheck?, in object: inout JSONObject) {
        switch reply {
        case .failure(let reason): object["failure"] = .string(reason)
        case .answer(let status, let body, let outcome):
            object["status"] = .number(JSONNumber(status))
            object["body"] = .string(String(decoding: body, as: UTF8.self))
            object["outcome"] = outcome.map(JSONValue.string)
        }
        guard let check else { return }
        object["accepted"] = .bool(check.isAccepted)
        if !check.findings.isEmpty { object["findings"] = .array(check.findings.map { .string("\($0)") }) }
    }
}

extension Duration {
    /// Whole milliseconds, cut.
    package var milliseconds: Int {
        Int(components.seconds) * 1000 + Int(components.attoseconds / 1_000_000_000_000_000)
    }
}
