/// Why the dialogue with a channel cannot go on.
package enum AGIFault: Error, Equatable, Sendable {
    /// The other side closed the connection, or it broke.
    case disconnected
    /// Nothing came within that time where something is owed.
    case silent(Duration)
    /// A line is longer than that many bytes.
    case longLine(limit: Int)
    /// More lines came than anybody asked for.
    case flood
    /// The environment has more lines than that.
    case longEnvironment(limit: Int)
    /// What came is no line of the protocol; its beginning.
    case unreadable(String)
    /// A reply came to no command; its beginning.
    case unasked(String)
    /// The other side does not know the command, or does not let us use it.
    case refused(command: String, code: Int)
    /// An argument that cannot be sent without meaning something else.
    case unsendable(String)
    /// The host stops.
    case stopping
}

extension AGIFault: CustomStringConvertible {
    /// One sentence without a full stop, for the operator and for the dialplan.
    package var description: String {
        switch self {
        case .disconnected: "the connection was closed"
        case .silent(let limit): "nothing came within \(limit)"
        case .longLine(let limit): "a line has more than \(limit) bytes"
        case .flood: "more lines came than were asked for"
        case .longEnvironment(let limit): "the environment has more than \(limit) lines"
        case .unreadable(let text): "this is no line of AGI: \(text)"
        case .unasked(let text): "this reply answers no command: \(text)"
        case .refused(let command, let code): "\(command) was refused with \(code)"
        case .unsendable(let argument): "\(argument) cannot be sent"
        case .stopping: "the host stops"
        }
    }
}
