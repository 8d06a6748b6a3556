/// What goes wrong between the exchange and a handler, on purpose.
package enum CallFault: Sendable, Equatable {
    /// The handler takes longer than it may.
    case noReply
    /// Nobody is there.
    case noConnection
    /// The reply is no instruction.
    case noInstruction
    /// An error of HTTP, 400 to 599.
    case status(Int)

    private static let words: [(text: String, fault: CallFault)] = [
        ("no reply", .noReply), ("no connection", .noConnection), ("no instruction", .noInstruction),
    ]

    /// Reads `no reply`, `no connection`, `no instruction` or `status 500`.
    init?(_ text: String) {
        if let word = Self.words.first(where: { $0.text == text }) {
            self = word.fault
        } else if text.hasPrefix("status "), let status = Int(text.dropFirst(7)), (400...599).contains(status) {
            self = .status(status)
        } else {
            return nil
        }
    }

    /// What comes of a question instead of the handler's reply.
    var reply: HandlerReply? {
        switch self {
        case .noReply: nil
        case .noConnection: .failure("no connection (a fault of the test)")
        case .noInstruction: .answer(status: 200, body: Array("<html>".utf8))
        case .status(let status): .answer(status: status, body: [])
        }
    }
}
