import HTTPText

extension HandlerHost {
    /// Answers what is no request, and records it.
    ///
    /// - Parameters:
    ///   - method: As far as it could be read.
    ///   - target: As far as it could be read.
    ///   - detail: One sentence for whoever sends such requests.
    package func refuse(method: String, target: String, status: Int, _ detail: String) -> TurnReply {
        let head = RequestHead(method: method, target: target, host: nil, headers: [], peer: "", received: .now)
        return refusal(head, status: status, detail)
    }

    /// Answers a request that may not go on to its sandbox, before its body is read.
    ///
    /// - Parameters:
    ///   - request: Loses what shows a token: handlers and records do not need it.
    /// - Returns: Nil when it may go on.
    func turnAway(
        _ request: inout IncomingRequest, _ head: RequestHead, from name: SandboxName, _ served: ServedBundle
    ) -> TurnReply? {
        let admission = served.admission
        if !admission.rules.isOpen {
            let refusal = admission.rules.refusal(
                caller: isAskedByScenario(request) ? "" : request.peer, authorization: request.header("authorization"),
                query: request.query, isFromOtherSite: BrowserOrigin.isOtherSite(request, host: head.host))
            if !admission.rules.tokens.isEmpty {
                request.query = TokenParameter.removed(from: request.query)
                request.headers.removeAll { $0.name == "authorization" }
            }
            if let refusal { return answered(refusal.verdict(for: name, caller: request.peer), head, sandbox: name.text) }
        }
        guard let excess = admission.excess(caller: request.peer, now: request.received) else { return nil }
        var failed = FailedTurn(outcome: .overloaded, detail: excess.detail, sandbox: name.text, bundle: served.bundle.version)
        failed.status = 429
        failed.retryAfter = excess.retryAfter
        let verdict = failed.verdict(fallback: fallback(for: request, served), style: served.bundle.routeStyle)
        return answered(verdict, head, sandbox: name.text)
    }

    /// Whether the request is the `url` of a scenario: it comes from this machine, and stands for its author, who is not of it.
    private func isAskedByScenario(_ request: IncomingRequest) -> Bool { request.header(Self.scenarioHeader) != nil }

    /// What the `url` of a scenario is asked with, in lower case.
    package static let scenarioHeader = "ringbox-scenario-url"

    private func fallback(for request: IncomingRequest, _ served: ServedBundle) -> Fallback? {
        guard case .found(let index, let parameters) = served.table.match(method: request.method, path: request.path) else { return nil }
        return served.serving(
            MatchedRoute(index: index, template: served.table.routes[index].template, parameters: parameters)
        ).fallback
    }
}

extension AccessRules.Refusal {
    /// Never the fallback: it is for the exchange, and whoever is refused is somebody else.
    fileprivate func verdict(for name: SandboxName, caller: String) -> TurnVerdict {
        var failed = FailedTurn(outcome: .refused, detail: detail(caller), sandbox: name.text)
        failed.status = isForbidden ? 403 : 401
        if !isForbidden { failed.headers = [(name: "WWW-Authenticate", value: "Bearer")] }
        return failed.verdict(fallback: nil, style: .files)
    }

    /// Whether no token would help.
    private var isForbidden: Bool { self == .address || self == .otherSite }

    private func detail(_ caller: String) -> String {
        switch self {
        case .address where caller.isEmpty: "nobody knows the caller's address, and only some may call this sandbox (access: addresses)"
        case .address: "\(caller) may not call this sandbox (access: addresses)"
        case .otherSite:
            "a web page of another site sent this from a browser, and the caller's address is all that lets in here "
                + "(access: addresses): add a token to access"
        case .noToken: "show a token of the sandbox: Authorization: Bearer <token>, or ?token=<token>"
        case .wrongToken: "the token is none of the sandbox's"
        }
    }
}
