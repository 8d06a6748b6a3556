import Synchronization
import VirtualPBX

/// A handler that is a function of the test.
final class ListedHandler: HandlerClient {
    private let reply: @Sendable (_ input: String, _ request: HandlerRequest) -> HandlerReply?
    private let asked = Mutex<[String]>([])

    init(_ reply: @escaping @Sendable (_ input: String, _ request: HandlerRequest) -> HandlerReply?) { self.reply = reply }

    /// Answers with a status of 200.
    convenience init(json reply: @escaping @Sendable (_ input: String) -> String) {
        self.init { input, _ in .answer(status: 200, body: Array(reply(input).utf8)) }
    }

    /// What was typed, for each question.
    var inputs: [String] { asked.withLock { $0 } }

    func ask(_ request: HandlerRequest, timeout: Duration) async -> HandlerReply? {
        let input = request.parameters.first { $0.name == "input_result" }?.value ?? ""
        asked.withLock { $0.append(input) }
        return reply(input, request)
    }
}
