/// The domains whose subdomains are sandboxes, such as `localhost` or `pbx.example.com`.
package struct BaseDomains: Sendable, Equatable {
    /// The domains in lower case, without dots at the ends, the longest first.
    package let domains: [String]

    /// Used when the operator names none: `localhost`.
    package static let standard = BaseDomains(known: ["localhost"])

    /// Reads the domains an operator gave.
    ///
    /// - Throws: ``HostNameError`` for the first one that is no host name, has a port or is an address.
    package init(_ domains: [String]) throws(HostNameError) {
        var known: [String] = []
        for domain in domains {
            let bytes = domain.utf8.span
            do throws(HostNameRejection) {
                let parts = try HostParts(bytes)
                if parts.isAddress { throw HostNameRejection(reason: .address) }
                if parts.port != nil { throw HostNameRejection(reason: .port) }
                known.append(String(decoding: domain.lowercased().utf8.prefix(parts.name.upperBound), as: UTF8.self))
            } catch {
                throw HostNameError(host: domain, reason: error.reason)
            }
        }
        self.init(known: known)
    }

    private init(known: [String]) {
        domains = known.sorted { ($1.utf8.count, $0) < ($0.utf8.count, $1) }
    }
}
