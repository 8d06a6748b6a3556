import Glibc

/// Why a worker could not be started.
package enum WorkerStartError: Error, Equatable, Sendable, CustomStringConvertible {
    case notStarted(executable: String, code: Int32)
    case system(call: String, code: Int32)
    /// The process ended before it was ready: it may have been killed, for want of memory or by hand.
    case ended(WorkerExit)
    /// It ran for long while others waited, and nobody knew when it would end.
    case gaveWay
    /// The process went silent or said something wrong before it was ready.
    case notReady(String)

    /// Whether the next attempt may go well though nothing is changed.
    var isPassing: Bool {
        switch self {
        case .notStarted, .system, .ended, .gaveWay: true
        case .notReady: false
        }
    }

    /// Whether the system had no room for a process.
    var isRefusal: Bool {
        switch self {
        case .notStarted(_, let code), .system(_, let code): SystemLack.advice(for: code) != nil
        case .ended, .gaveWay, .notReady: false
        }
    }

    package var description: String {
        switch self {
        case .notStarted(_, let code):
            "ringbox-worker could not be started (\(String(cString: strerror(code)))): "
                + (SystemLack.advice(for: code) ?? "it belongs beside the ringbox executable")
        case .system(let call, let code):
            "a worker could not be started (\(call): \(String(cString: strerror(code))))"
                + (SystemLack.advice(for: code).map { ": \($0)" } ?? "")
        case .ended(let exit): "a worker ended before it was ready (\(exit))"
        case .gaveWay: "loading it takes long, and gave way to sandboxes that were saved or asked for"
        case .notReady(let reason): "a worker ended before it was ready (\(reason))"
        }
    }
}
