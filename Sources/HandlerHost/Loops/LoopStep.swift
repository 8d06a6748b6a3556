/// What an event loop does for a sandbox.
enum LoopStep: UInt8, Sendable {
    case admitting
    case hearing
    case concluding
    case storing
    case sweeping

    /// Such as `it took in a request`, for whoever reads of a loop that stood still.
    var sentence: String {
        switch self {
        case .admitting: "it took in a request"
        case .hearing: "it read what the sandbox's process reported"
        case .concluding: "it took a reply that had been checked"
        case .storing: "it took what the store said of a change"
        case .sweeping: "it looked at the deadlines"
        }
    }
}
