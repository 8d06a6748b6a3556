import HTTPTypes
import HandlerHost
import Hummingbird
import JSONText

extension AdminResponder {
    /// The most bytes that are read of a state, whatever the sandbox's own limit.
    private static let stateLimit = 256 << 20

    /// Reads, replaces or resets the state of a sandbox.
    func state(_ sandbox: String, _ request: Request, _ context: ConnectionContext) async throws(Problem) -> Response {
        // Ignoring a condition could destroy what it was to protect.
        guard request.headers[.ifMatch] == nil else {
            throw Problem(.notImplemented, "If-Match is not supported: leave it out")
        }
        do throws(StateEditError) {
            switch request.method {
            case .put: return stored(try await host.replaceState(of: sandbox, with: try await document(request, context)))
            case .delete: return stored(try await host.replaceState(of: sandbox, with: nil))
            default: return current(try await host.state(of: sandbox))
            }
        } catch {
            throw Problem(error)
        }
    }

    private func document(_ request: Request, _ context: ConnectionContext) async throws(StateEditError) -> [UInt8] {
        switch await RequestContent.read(request, limit: Self.stateLimit, context: context) {
        case .success(let body): return Array(body.readableBytesView)
        case .failure(.tooLarge):
            throw .tooLarge(bytes: request.headers[.contentLength].flatMap { Int($0) } ?? Self.stateLimit + 1, limit: Self.stateLimit)
        // Nobody will read the answer; what was cut off is not to become the state.
        case .failure(.broken), .failure(.malformed): throw .notAnObject("cut off")
        }
    }

    private func current(_ state: (version: Int64, document: [UInt8])) -> Response {
        let headers: HTTPFields = [.contentType: "application/json; charset=utf-8", .eTag: "\"\(state.version)\""]
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: state.document)))
    }

    private func stored(_ version: Int64) -> Response {
        Response(json: ["version": .number(JSONNumber(Int(version)))], headers: [.eTag: "\"\(version)\""])
    }
}

extension Problem {
    fileprivate init(_ error: StateEditError) {
        let status: HTTPResponse.Status =
            switch error {
            case .noSuchSandbox: .notFound
            case .notJSON, .notAnObject: .badRequest
            case .tooLarge: .contentTooLarge
            case .conflict: .conflict
            case .store: .serviceUnavailable
            }
        self.init(status, error.description)
    }
}
