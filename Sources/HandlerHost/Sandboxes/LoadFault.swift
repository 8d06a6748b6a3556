import StateStore
import WorkerProtocol

/// Why a bundle does not get to serve.
enum LoadFault: Error {
    /// The author's mistake: a sentence with place.
    case bundle(String)
    case worker(WorkerStartError)
    case state(StateStoreError)
    /// Nobody needs the bundle any more.
    case ended

    /// Whether the bundle may load though its files stay as they are: it lacked something of the host or of the machine.
    var isPassing: Bool {
        switch self {
        case .bundle, .ended: false
        case .worker(let error): error.isPassing
        case .state(.file), .state(.journalFull), .state(.folderFull): true
        case .state: false
        }
    }

    var outcome: Outcome {
        switch self {
        case .bundle, .worker: .loadFailed
        case .state: .stateUnavailable
        case .ended: LiveSandbox.endFault.outcome
        }
    }

    var sentence: String {
        switch self {
        case .bundle(let sentence): sentence
        case .worker(let error): error.description
        case .state(let error): error.description
        case .ended: LiveSandbox.endFault.detail
        }
    }
}
