import HTTPTypes
import HandlerHost
import Hummingbird
import JSONText

/// `/state/{sandbox}`: the state itself.
extension AdminResponder {
    /// The most bytes that are read of a state or of a patch, whatever the sandbox's own limit.
    private static let stateLimit = 256 << 20

    /// Reads, replaces, patches or resets the state of a sandbox.
    func state(_ sandbox: String, _ request: Request, _ context: ConnectionContext) async throws(Problem) -> Response {
        try allow([.get, .head, .put, .patch, .delete], request)
        do throws(StateRefusal) {
            switch request.method {
            case .put:
                _ = try query(request, [])
                return stored(try await host.putState(of: sandbox, try await content(request, context), if: conditions(request)))
            case .patch:
                _ = try query(request, [])
                try checkMediaType(request)
                return stored(try await host.patchState(of: sandbox, try await content(request, context), if: conditions(request)))
            case .delete:
                let target = try query(request, ["to"]).reset
                return stored(try await host.resetState(of: sandbox, to: target, if: conditions(request)))
            default:
                let asked = try query(request, ["path", "version"])
                let answer = try await host.state(of: sandbox, path: asked.path, version: asked.version, if: conditions(request))
                return shown(answer)
            }
        } catch {
            throw problem(error)
        }
    }

    /// `/state/{sandbox}/{what}`.
    func state(
        _ sandbox: String, _ what: String, _ request: Request, _ context: ConnectionContext
    ) async throws(Problem) -> Response {
        let methods: [HTTPRequest.Method] =
            switch what {
            case "restore", "import": [.post]
            case "repair": [.get, .head, .post]
            default: [.get, .head]
            }
        try allow(methods, request)
        do throws(StateRefusal) {
            switch what {
            case "restore":
                guard let version = try query(request, ["version"]).version else {
                    throw StateRefusal(.malformed, "say which version: restore?version=5")
                }
                return stored(try await host.restoreState(of: sandbox, to: version, if: conditions(request)))
            case "import":
                _ = try query(request, [])
                return stored(try await host.importState(of: sandbox, try await content(request, context), if: conditions(request)))
            case "repair":
                _ = try query(request, [])
                guard request.method == .post else { return Response(json: try await host.stateRepair(of: sandbox)) }
                let (version, done) = try await host.repairState(of: sandbox)
                return Response(json: done, headers: [.eTag: "\"\(version)\""])
            case "history":
                let asked = try query(request, ["path", "limit", "since", "before"])
                return Response(
                    text: try await host.stateHistory(
                        of: sandbox, path: asked.path, limit: asked.limit, since: asked.since, before: asked.before))
            case "diff":
                let asked = try query(request, ["from", "to"])
                guard let from = asked.from else { throw StateRefusal(.malformed, "say which versions: diff?from=5&to=7") }
                return Response(text: try await host.stateDifference(of: sandbox, from: from, to: asked.to))
            case "export":
                return exported(try await host.stateExport(of: sandbox, withHistory: query(request, ["history"]).hasHistory), of: sandbox)
            default:
                let asked = try query(request, ["path", "after"])
                return followed(try await host.stateFeed(of: sandbox, path: asked.path, after: asked.after), request)
            }
        } catch {
            throw problem(error)
        }
    }

    /// What there is behind `/state/{sandbox}/`.
    static let stateViews = ["history", "diff", "watch", "export", "restore", "import", "repair"]

    private func problem(_ refusal: StateRefusal) -> Problem {
        guard refusal.kind == .unknown, !readiness.isReady else { return Problem(refusal) }
        return Problem(.serviceUnavailable, "the host is starting: try again")
    }

    private func query(_ request: Request, _ known: [String]) throws(StateRefusal) -> StateQuery {
        do {
            return try StateQuery(request.uri.queryParameters.map { (String($0.key), String($0.value)) }, known: known)
        } catch {
            throw StateRefusal(.malformed, error.detail)
        }
    }

    private func conditions(_ request: Request) -> StateConditions {
        StateConditions(ifMatch: request.headers.joined(.ifMatch), ifNoneMatch: request.headers.joined(.ifNoneMatch))
    }

    private func checkMediaType(_ request: Request) throws(StateRefusal) {
        let type = request.headers[.contentType]?.prefix { $0 != ";" }.lowercased().filter { $0 != " " }
        guard type == "application/json-patch+json" || type == "application/json" || type == nil else {
            throw StateRefusal(.unsupported, "a patch has to be of the type application/json-patch+json, and not \(type ?? "")")
        }
    }

    private func content(_ request: Request, _ context: ConnectionContext) async throws(StateRefusal) -> [UInt8] {
        switch await RequestContent.read(request, limit: Self.stateLimit, context: context) {
        case .success(let body): return Array(body.readableBytesView)
        case .failure(.tooLarge): throw StateRefusal(.tooLarge, "the request has more than \(Self.stateLimit) bytes")
        // Nobody will read the answer; what was cut off is not to become the state.
        case .failure(.broken), .failure(.malformed): throw StateRefusal(.malformed, "the request was cut off")
        }
    }

    private func shown(_ answer: HandlerHost.StateAnswer) -> Response {
        let headers: HTTPFields = [.eTag: "\"\(answer.version)\""]
        return answer.isUnchanged ? Response(status: .notModified, headers: headers) : Response(text: answer.document, headers: headers)
    }

    private func stored(_ version: Int64) -> Response {
        Response(json: ["version": .number(JSONNumber(Int(version)))], headers: [.eTag: "\"\(version)\""])
    }
}

extension Response {
    /// A JSON document as it is.
    init(text: [UInt8], headers: HTTPFields = [:]) {
        var headers = headers
        headers[.contentType] = "application/json; charset=utf-8"
        self.init(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: text)))
    }
}

extension HTTPFields {
    /// The values of all fields of a name as one list; nil when there is none.
    fileprivate func joined(_ name: HTTPField.Name) -> String? {
        let values = self[values: name]
        return values.isEmpty ? nil : values.joined(separator: ",")
    }
}

extension Problem {
    init(_ refusal: StateRefusal) {
        var headers: HTTPFields = [:]
        let status: HTTPResponse.Status
        switch refusal.kind {
        case .unknown: status = .notFound
        case .gone: status = .gone
        case .malformed: status = .badRequest
        case .unsupported:
            status = .unsupportedMediaType
            if let name = HTTPField.Name("Accept-Patch") { headers[name] = "application/json-patch+json" }
        case .tooLarge: status = .contentTooLarge
        case .unfit: status = .conflict
        case .moved(let current):
            status = .preconditionFailed
            headers[.eTag] = "\"\(current)\""
        case .unavailable: status = .serviceUnavailable
        }
        self.init(status, refusal.description, headers: headers)
    }
}
