/// The reason a `Host` header or a base domain cannot be understood.
package struct HostNameError: Error, Equatable, Sendable, CustomStringConvertible {
    package enum Reason: Equatable, Sendable {
        case empty
        case tooLong(limit: Int)
        case emptyLabel
        case labelTooLong(limit: Int)
        case character(String)
        case port
        /// An IP address where a name is needed.
        case address
        /// Looks like an IP address and is none.
        case notAnAddress
    }
    /// The host as it was sent, at most 80 characters of it.
    package var host: String
    package var reason: Reason

    init(host: String, reason: Reason) {
        self.host = String(decoding: host.utf8.prefix(80), as: UTF8.self)
        self.reason = reason
    }

    package var description: String {
        switch reason {
        case .empty: "the host name is empty"
        case .tooLong(let limit): "the host name \(quoted) is longer than \(limit) characters"
        case .emptyLabel: "the host name \(quoted) has two dots in a row or begins with one"
        case .labelTooLong(let limit): "the host name \(quoted) has a part longer than \(limit) characters"
        case .character(let character): "the host name \(quoted) has the character \(character), which no host name has"
        case .port: "the port of the host \(quoted) is not a number from 0 to 65535"
        case .address: "\(quoted) is an address, which has no subdomains: give a domain name"
        case .notAnAddress: "the host \(quoted) looks like an IP address and is none"
        }
    }

    private var quoted: String { "\"\(host.unicodeScalars.map { $0.value < 0x20 ? "?" : String($0) }.joined())\"" }
}
