/// The names that requests reach sandboxes by.
package struct ServedNames: Sendable, Equatable {
    /// The domains whose subdomains are sandboxes.
    package var domains = BaseDomains.standard
    /// Whether requests for hosts under other names are served as well.
    package var hasAnyHost = true
    /// Whether everybody may name a sandbox by `/@name`. Callers on this machine may in any case.
    package var hasPaths = true

    package init() {}

    /// Why a request is not served under the name that it came by.
    package enum Refusal: Error, Equatable, CustomStringConvertible {
        /// The name is none of the host's.
        case host(String)
        case path(SandboxName)

        /// The HTTP status of the answer.
        package var status: Int {
            switch self {
            case .host: 421
            case .path: 404
            }
        }

        package var description: String {
            switch self {
            case .host(let host):
                "nothing is served under the host name \"\(host.prefix(80))\": name its domain with --domain, or allow all with --any-host"
            case .path(let name): "paths such as /@\(name)/ are not served (--no-path-addressing): use the sandbox's host name"
            }
        }
    }

    /// Refuses a request for a host that is not served.
    ///
    /// A name that is looked up can be made to lead here by whoever owns it, and a browser then takes this host for that name's
    /// (DNS rebinding). So a request has to name a domain of this host. Callers on this machine may name it as such.
    ///
    /// - Parameter isOwn: Whether the caller came from the address that he came to.
    package func check(_ host: HostName, _ target: RequestTarget, text: String, caller: String, isOwn: Bool) throws(Refusal) {
        guard !hasAnyHost || !hasPaths else { return }
        let isHere = host.isOfThisMachine(for: caller, isHere: isOwn)
        guard hasAnyHost || host.isUnderDomain || isHere else { throw .host(text) }
        if let name = target.sandbox, !hasPaths, !isHere { throw .path(name) }
    }
}
