import NIOCore
import PBXInstructions
import WorkerProtocol

/// How a turn ended, and what its caller gets if nothing else goes wrong.
struct TurnVerdict: Sendable {
    var reply: TurnReply
    var findings: [Finding] = []
    /// What went wrong, in one sentence for the handler's author.
    var detail: String?
    /// The author's places that an exception came through, innermost first.
    var frames: [ScriptFailure.Frame] = []

    var outcome: Outcome { reply.outcome }

    /// `file:line:column` of the innermost place.
    var place: String? { frames.first.map(\.place) }
}

extension ScriptFailure.Frame {
    /// `file:line:column`, without what the engine does not know.
    var place: String {
        line == 0 ? file : column == 0 ? "\(file):\(line)" : "\(file):\(line):\(column)"
    }
}
