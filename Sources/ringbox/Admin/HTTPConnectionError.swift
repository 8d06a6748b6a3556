import Glibc
import HandlerHost

/// Why an exchange over HTTP did not come about.
enum HTTPConnectionError: Error, Equatable, CustomStringConvertible {
    case unknownHost(String)
    case system(code: Int32)
    /// What came is not HTTP.
    case broken
    /// The connection ended before the answer did.
    case cutOff
    /// Nothing came, or nothing was taken, for so long.
    case silent(Duration)

    var description: String {
        switch self {
        case .unknownHost(let host): "the host \(host) is unknown"
        case .system(let code): String(cString: strerror(code))
        case .broken: "what answers there does not speak HTTP"
        case .cutOff: "the connection ended before the answer did"
        case .silent(let time): "nothing comes for \(time.text)"
        }
    }
}
