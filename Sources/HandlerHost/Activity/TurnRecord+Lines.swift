import NIOCore
import WorkerProtocol

extension TurnRecord {
    /// What the handler logged, in order. The levels are `debug`, `info`, `warning` and `error`.
    package var lines: [(level: String, text: String)] {
        LogLines(packed: Array(log.readableBytesView)).lines.map { ("\($0.level)", $0.text) }
    }

    /// The beginning of the reply, at most `limit` bytes of it, with U+FFFD in place of what is not UTF-8.
    package func replyText(limit: Int) -> String {
        String(decoding: reply.readableBytesView.prefix(limit), as: UTF8.self)
    }
}
