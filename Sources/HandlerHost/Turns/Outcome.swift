/// How a turn ended. The raw values are what replies, the activity log and metrics show.
package enum Outcome: String, Sendable, CaseIterable {
    case ok
    case threw
    case noReply = "no_reply"
    case invalidInstruction = "invalid_instruction"
    case timedOut = "timed_out"
    case exceededCPU = "exceeded_cpu"
    case exceededMemory = "exceeded_memory"
    case exceededReply = "exceeded_reply"
    case exceededState = "exceeded_state"
    case workerCrashed = "worker_crashed"
    case loadFailed = "load_failed"
    case stateConflict = "state_conflict"
    case stateUnavailable = "state_unavailable"
    case overloaded
    case refused
    case notFound = "not_found"

    /// The HTTP status of the outcome where no fallback answers instead.
    package var status: Int {
        switch self {
        case .ok: 200
        case .threw, .noReply, .invalidInstruction, .exceededCPU, .exceededMemory, .exceededReply, .exceededState, .workerCrashed: 500
        case .timedOut: 504
        case .loadFailed, .stateConflict, .stateUnavailable, .overloaded: 503
        case .refused: 403
        case .notFound: 404
        }
    }

    /// Whether the same request may succeed a little later, so that the reply says `Retry-After`.
    package var isPassing: Bool {
        self == .overloaded || self == .stateConflict || self == .stateUnavailable
    }

    /// The title of the outcome's problem document.
    package var title: String {
        switch self {
        case .ok: "The turn succeeded"
        case .threw: "The handler threw"
        case .noReply: "The handler did not reply"
        case .invalidInstruction: "The reply is no valid instruction"
        case .timedOut: "The handler took too long"
        case .exceededCPU: "The handler used too much CPU time"
        case .exceededMemory: "The sandbox used too much memory"
        case .exceededReply: "The reply is too large"
        case .exceededState: "The change of state is too large"
        case .workerCrashed: "The sandbox's process ended"
        case .loadFailed: "The sandbox does not load"
        case .stateConflict: "The state was changed by somebody else"
        case .stateUnavailable: "The state cannot be stored"
        case .overloaded: "The sandbox has too many turns waiting"
        case .refused: "The request was refused"
        case .notFound: "Nothing answers here"
        }
    }
}
