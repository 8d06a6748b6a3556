import HTTPText
import HTTPTypes
import HandlerHost
import Hummingbird
import JSONText

/// Answers those who operate the host: what there is, what happened, and the states.
struct AdminResponder: HTTPResponder {
    let host: HandlerHost
    let token: AdminToken
    let names: ServedNames
    /// The host name that the server listens at, in lower case.
    let ownName: String
    let guesses: TokenGuesses
    let readiness: Readiness
    let version: String

    func respond(to request: Request, context: ConnectionContext) async -> Response {
        let response: Response
        do throws(Problem) {
            response = try await answer(request, context)
        } catch {
            response = error.response
        }
        return request.method == .head ? response.createHeadResponse() : response
    }

    private func answer(_ request: Request, _ context: ConnectionContext) async throws(Problem) -> Response {
        try checkName(request)
        let segments = request.uri.path.split(separator: "/").map(String.init)
        if segments == ["health"] {
            try allow([.get, .head], request)
            return health()
        }
        guard await isOperator(request, context) else {
            throw Problem(
                .unauthorized, "show the token of the data folder's admin.token: Authorization: Bearer <token>",
                headers: [.wwwAuthenticate: "Bearer"])
        }
        switch (segments.first, segments.count) {
        case ("sandboxes", 1):
            try allow([.get, .head], request)
            return Response(json: .array(await host.summaries().map(\.json)))
        case ("loops", 1):
            try allow([.get, .head], request)
            return Response(json: .array(host.loopReports.map(\.json)))
        case ("activity", 1):
            try allow([.get, .head], request)
            return try activity(request)
        case ("schemas", 2):
            try allow([.get, .head], request)
            return try schema(segments[1])
        case ("config", 2):
            try allow([.get, .head], request)
            return try await config(segments[1])
        case ("state", 2): return try await state(segments[1], request, context)
        case ("state", 3) where Self.stateViews.contains(segments[2]):
            return try await state(segments[1], segments[2], request, context)
        case ("state", 3...):
            let views = Self.stateViews.joined(separator: ", ")
            throw Problem(.notFound, "a state has \(views); a place in it is /state/\(segments[1])?path=/a/b")
        default:
            throw Problem(
                .notFound,
                "nothing answers here; there are /health, /sandboxes, /loops, /activity, /config/{sandbox}, /state/{sandbox} and /schemas/uis.json"
            )
        }
    }

    /// Whether the request shows the token. The answer to a wrong one takes a while, unless many wait already.
    private func isOperator(_ request: Request, _ context: ConnectionContext) async -> Bool {
        guard let authorization = request.headers[.authorization] else { return false }
        if token.accepts(authorization: authorization) {
            context.showToken()
            return true
        }
        if let sentence = guesses.note(from: context.peer) { host.note(.warning, sentence) }
        if !guesses.areTooMany { await guesses.wait() }
        return false
    }

    /// Refuses names that others own: they can make them lead here, and a browser then takes this port for theirs (DNS rebinding).
    private func checkName(_ request: Request) throws(Problem) {
        guard !names.hasAnyHost, let text = request.head.authority else { return }
        let host: HostName
        do {
            host = try HostName(parsing: text, under: names.domains)
        } catch {
            throw Problem(.badRequest, "\(error)")
        }
        let isOwn = text.lowercased() == ownName || text.lowercased().hasPrefix("\(ownName):")
        guard !host.isLocal, !host.isUnderDomain, !isOwn else { return }
        throw Problem(.misdirectedRequest, ServedNames.Refusal.host(text).description)
    }

    func allow(_ methods: [HTTPRequest.Method], _ request: Request) throws(Problem) {
        guard !methods.contains(request.method) else { return }
        let list = methods.map(\.rawValue).joined(separator: ", ")
        throw Problem(
            .methodNotAllowed, "\(request.uri.path) does not answer \(request.method.rawValue); it answers \(list)",
            headers: [.allow: list])
    }

    private func health() -> Response {
        guard readiness.isReady else {
            return Response(json: ["status": "starting", "version": .string(version)], status: .serviceUnavailable)
        }
        let counts = host.counts
        return Response(json: [
            "status": "ok", "sandboxes": .number(JSONNumber(counts.all)), "loading": .number(JSONNumber(counts.loading)),
            "failing": .number(JSONNumber(counts.failing)), "version": .string(version),
        ])
    }

    private func config(_ sandbox: String) async throws(Problem) -> Response {
        let settings: JSONValue?
        do throws(UnknownSandbox) {
            settings = try await host.settings(of: sandbox)
        } catch {
            throw Problem(.notFound, error.description)
        }
        guard let settings else {
            throw Problem(.serviceUnavailable, "no version of \(sandbox) has loaded yet: \"ringbox logs \(sandbox)\" says why")
        }
        return Response(json: settings)
    }

    private func schema(_ file: String) throws(Problem) -> Response {
        guard file.hasSuffix(".json"), let schema = HandlerHost.schema(named: String(file.dropLast(5))) else {
            throw Problem(.notFound, "there is no schema \(file); there is uis.json")
        }
        var response = Response(json: schema)
        response.headers[.contentType] = "application/schema+json"
        return response
    }
}

extension Response {
    /// A JSON document, indented for the people who ask with curl.
    init(json: JSONValue, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]) {
        var headers = headers
        headers[.contentType] = "application/json; charset=utf-8"
        var bytes = json.bytes(pretty: true)
        bytes.append(UInt8(ascii: "\n"))
        self.init(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
