import Glibc
import HTTPFrontend

/// Finds out before anything is started whether an address can be listened at, and says what to do if not.
enum ListenProbe {
    /// - Parameter option: The option that the port comes from, such as `--port`.
    /// - Throws: ``CommandFailure`` when the address does not exist here, is taken, or may not be used.
    static func check(_ address: ListenAddress, option: String) throws(CommandFailure) {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_PASSIVE
        var found: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(address.host, "\(address.port)", &hints, &found)
        guard code == 0, let info = found else {
            let reason = String(cString: gai_strerror(code))
            throw CommandFailure(.unavailable, "the host \(address.host) is unknown (\(reason)): give one of this machine's addresses")
        }
        defer { freeaddrinfo(info) }
        let descriptor = socket(info.pointee.ai_family, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw failure(errno, address, option) }
        defer { close(descriptor) }
        var on: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
        // Two sockets may be bound to one address until one of them listens.
        guard bind(descriptor, info.pointee.ai_addr, info.pointee.ai_addrlen) == 0, listen(descriptor, 1) == 0 else {
            throw failure(errno, address, option)
        }
    }

    private static func failure(_ code: Int32, _ address: ListenAddress, _ option: String) -> CommandFailure {
        let sentence =
            switch code {
            case EADDRINUSE:
                "port \(address.port) of \(address.host) is in use: stop what listens there, or choose another with \(option)"
            case EACCES: "port \(address.port) needs more rights than this user has: choose one from 1024 up with \(option)"
            case EADDRNOTAVAIL: "\(address.host) is no address of this machine: give one that is, or 0.0.0.0 for all"
            default: "\(address) cannot be listened at: \(String(cString: strerror(code)))"
            }
        return CommandFailure(.unavailable, sentence)
    }
}
