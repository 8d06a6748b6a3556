/// Where a server listens.
package struct ListenAddress: Sendable, Equatable, CustomStringConvertible {
    /// A host name or an IP address; an IPv6 address without brackets.
    package var host: String
    /// 0 lets the system choose a free one.
    package var port: Int

    package init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    /// `host:port`, with brackets around an IPv6 address.
    package var description: String { "\(host.contains(":") ? "[\(host)]" : host):\(port)" }

    /// The address for a client on the same machine: one that stands for all interfaces becomes the loopback of its family.
    package var local: ListenAddress {
        switch host {
        case "0.0.0.0", "": ListenAddress(host: "127.0.0.1", port: port)
        case "::": ListenAddress(host: "::1", port: port)
        default: self
        }
    }

    package var url: String { url(isTLS: false) }

    package func url(isTLS: Bool) -> String { "\(isTLS ? "https" : "http")://\(self)" }
}
