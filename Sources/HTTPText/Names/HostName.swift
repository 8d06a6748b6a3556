import Glibc

/// What a `Host` header says: the sandbox that is meant, and the port.
package struct HostName: Sendable, Equatable {
    /// The sandbox whose subdomain this is; `nil` for an IP address, for a base domain itself, and for a label that
    /// is no sandbox's name.
    package let sandbox: SandboxName?
    /// The port, when one is given.
    package let port: UInt16?
    /// Whether it is one of the base domains, or under one.
    package let isUnderDomain: Bool
    /// The address that is written in the place of a name.
    let address: IPAddress?
    /// Whether it is `localhost` or under it, which never leave a machine.
    let isLocalhost: Bool
    private let isSingleLabel: Bool

    /// Reads the value of a `Host` header in any case, with or without a port and a trailing dot.
    ///
    /// Under a base domain the label before it is the sandbox (`uis_test.localhost`); with more than one label
    /// before it, none is. A host under no base domain still has a sandbox, its first label: an exchange reaches
    /// the server under whatever DNS name it has.
    ///
    /// - Throws: ``HostNameError`` for an empty host, a character that host names do not have (`_` is accepted), an
    ///   empty or over-long label, a port out of range, and something like an IP address that is none.
    package init(parsing header: String, under base: BaseDomains = .standard) throws(HostNameError) {
        let bytes = header.utf8.span
        do throws(HostNameRejection) {
            let parts = try HostParts(bytes)
            port = parts.port
            let name = bytes.extracting(parts.name)
            address = parts.isAddress ? IPAddress(PercentEncoding.string(name)) : nil
            isLocalhost = !parts.isAddress && Self.length(of: name, before: "localhost".utf8.span) != nil
            isSingleLabel = !parts.name.contains { bytes[$0] == ASCII.dot }
            isUnderDomain = !parts.isAddress && base.domains.contains { Self.length(of: name, before: $0.utf8.span) != nil }
            sandbox = parts.isAddress ? nil : Self.sandbox(of: name, under: base)
        } catch {
            throw HostNameError(host: header, reason: error.reason)
        }
    }

    /// Whether the name is the caller's own word for the machine that both are on: `localhost`, a loopback address, or the address
    /// that the caller and the host have both.
    ///
    /// - Parameter isHere: Whether the caller came from the address that he came to. He may write any address as the name.
    package func isOfThisMachine(for caller: String, isHere: Bool) -> Bool {
        guard let caller = IPAddress(caller) else { return false }
        if isHere, let address, address == caller { return true }
        return caller.isLoopback && (isLocalhost || address?.isLoopback == true)
    }

    /// Whether no stranger can own the name: it is an address, `localhost`, or a name without a dot.
    package var isLocal: Bool { address != nil || isLocalhost || isSingleLabel }

    private static func sandbox(of name: Span<UInt8>, under base: BaseDomains) -> SandboxName? {
        var labels = name.count
        for domain in base.domains {
            switch length(of: name, before: domain.utf8.span) {
            case nil: continue
            case 0?: return nil
            case let length?:
                labels = length
                for index in 0..<labels where name[index] == ASCII.dot { return nil }
                return SandboxName(utf8: name.extracting(0..<labels))
            }
        }
        for index in 0..<labels where name[index] == ASCII.dot {
            return SandboxName(utf8: name.extracting(0..<index))
        }
        return SandboxName(utf8: name)
    }

    /// How many bytes of `name` come before `domain` and its dot: 0 when it is the domain, `nil` when it is not under it.
    private static func length(of name: Span<UInt8>, before domain: Span<UInt8>) -> Int? {
        let rest = name.count - domain.count
        guard rest >= 0 else { return nil }
        for index in 0..<domain.count where ASCII.lowercased(name[rest + index]) != domain[index] { return nil }
        if rest == 0 { return 0 }
        return name[rest - 1] == ASCII.dot ? rest - 1 : nil
    }
}
