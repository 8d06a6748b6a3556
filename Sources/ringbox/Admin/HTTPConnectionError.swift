import Glibc

/// Why an exchange over HTTP did not come about.
enum HTTPConnectionError: Error, Equatable, CustomStringConvertible {
    case unknownHost(String)
    case system(code: Int32)
    /// What came is not HTTP, or the connection ended in the middle of it.
    case broken

    var description: String {
        switch self {
        case .unknownHost(let host): "the host \(host) is unknown"
        case .system(let code): String(cString: strerror(code))
        case .broken: "what answers there does not speak HTTP"
        }
    }
}
