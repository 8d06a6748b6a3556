import HTTPText

extension HandlerHost {
    /// The path of a request in its sandbox, and the sandbox; nil when it names none.
    ///
    /// - Throws: ``RequestTargetError``, ``HostNameError`` or ``ServedNames/Refusal``, whose descriptions are for the caller.
    func addressee(of head: RequestHead, caller: String) throws -> (RequestTarget, SandboxName?) {
        let target = try RequestTarget(parsing: head.target)
        let names = configuration.names
        if target.sandbox != nil, names.hasAnyHost, names.hasPaths { return (target, target.sandbox) }
        let text = target.host ?? head.host ?? ""
        let host = try HostName(parsing: text, under: names.domains)
        // A proxy on this machine stands for others.
        try names.check(host, target, text: text, caller: caller, isOwn: head.isFromOwnAddress && caller == head.peer)
        return (target, target.sandbox ?? host.sandbox)
    }

    /// Proxies whose `X-Forwarded-For` is believed.
    package var trustedProxies: TrustedProxies { configuration.trustedProxies }

    /// The address that counts as the caller's; empty when a trusted proxy says something else than an address.
    func caller(of head: RequestHead) -> String {
        if let caller = configuration.trustedProxies.caller(peer: head.peer, headers: head.headers) { return caller }
        if let count = unreadableProxies.note() {
            let times = count == 1 ? "" : " (\(count) requests)"
            note(
                .warning,
                "the proxy \(head.peer) sends an X-Forwarded-For that is no list of addresses\(times): nobody knows who calls, and sandboxes with access: addresses refuse"
            )
        }
        return ""
    }
}
