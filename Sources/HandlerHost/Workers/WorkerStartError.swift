import Glibc

/// Why a worker could not be started.
package enum WorkerStartError: Error, Equatable, Sendable, CustomStringConvertible {
    case notStarted(executable: String, code: Int32)
    case system(call: String, code: Int32)
    /// The process ended or went silent before it was ready.
    case notReady(String)

    /// Whether there was no process at all: nothing that a process was told has to do with it, and the next attempt may go well.
    var isWithoutProcess: Bool {
        switch self {
        case .notStarted, .system: true
        case .notReady: false
        }
    }

    package var description: String {
        switch self {
        case .notStarted(_, let code):
            "ringbox-worker could not be started (\(String(cString: strerror(code)))): it belongs beside the ringbox executable"
        case .system(let call, let code): "a worker could not be started (\(call): \(String(cString: strerror(code))))"
        case .notReady(let reason): "a worker ended before it was ready (\(reason))"
        }
    }
}
