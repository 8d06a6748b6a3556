import Dispatch
import FuzzSupport
import Glibc
import HTTPText
import HTTPTypes
import Hummingbird
import JSONText
import Logging
import NIOCore
import NIOEmbedded
import StateStore

@testable import HTTPFrontend
@testable import HandlerHost

/// A host with one sandbox and states in memory, and the responder of its admin port.
///
/// The sandbox has no worker: its states are edited and read as those of any other one.
final class AdminDesk: Sendable {
    static let shared = AdminDesk()

    private static let token = "0123456789abcdef"
    private static let bearer = "Bearer \(token)"
    private static let sandbox = "shop"

    private let host: HandlerHost
    private let responder: AdminResponder
    /// Where the requests seem to come from.
    private let channel = NIOAsyncTestingChannel()
    private let logger = Logger(label: "fuzz") { _ in SwiftLogNoOpLogHandler() }

    private init() {
        var template = Array("/tmp/fuzz-admin-XXXXXX".utf8CString)
        guard let folder = mkdtemp(&template).map({ String(cString: $0) }), mkdir("\(folder)/\(Self.sandbox)", 0o700) == 0,
            let file = fopen("\(folder)/\(Self.sandbox)/index.js", "w")
        else { fail("no folder for the sandbox") }
        fputs("module.exports = () => 1\n", file)
        fclose(file)
        var configuration = HostConfiguration(handlersFolder: folder, workerExecutable: "/nonexistent", spareWorkers: 0)
        configuration.history = StateRetention(versions: 20)
        let host = HandlerHost(configuration: configuration, store: MemoryStateStore())
        self.host = host
        let readiness = Readiness()
        responder = AdminResponder(
            host: host, token: AdminToken(Self.token), names: ServedNames(), ownName: "127.0.0.1", guesses: TokenGuesses(delay: .zero),
            readiness: readiness, version: "0")
        let ready = DispatchSemaphore(value: 0)
        Task {
            await host.run {
                readiness.announce()
                ready.signal()
            }
        }
        ready.wait()
    }

    /// Asks one request after the other, each with the token, and looks at the answers.
    func ask(_ requests: [AdminRequest]) {
        let done = DispatchSemaphore(value: 0)
        Task {
            _ = await answer(AdminRequest(.delete, "/state/\(Self.sandbox)?to=empty"))
            var version = await readState()
            for request in requests {
                await check(request)
                let next = await readState()
                hold(next >= version, "version \(next) behind version \(version)")
                version = next
            }
            done.signal()
        }
        done.wait()
    }

    private func check(_ request: AdminRequest) async {
        let response = await answer(request)
        hold((200..<600).contains(response.status.code), "status \(response.status.code)")
        guard !request.isEndless, response.status != .notModified else { return }
        let bytes = await content(of: response)
        let type = response.headers[.contentType] ?? ""
        guard type.contains("json"), !type.contains("ndjson"), !bytes.isEmpty else { return }
        hold((try? JSONValue(parsing: bytes, depthLimit: JSONValue.deepestLimit)) != nil, "\(request.target): no JSON: \(type)")
    }

    /// The version of the state, which is an object.
    private func readState() async -> Int64 {
        let response = await answer(AdminRequest(.get, "/state/\(Self.sandbox)"))
        let bytes = await content(of: response)
        hold(response.status == .ok, "the state cannot be read: \(String(decoding: bytes, as: UTF8.self))")
        guard case .object? = try? JSONValue(parsing: bytes, depthLimit: JSONValue.deepestLimit) else { fail("the state is no object") }
        guard let tag = response.headers[.eTag]?.dropFirst().dropLast(), let version = Int64(tag) else { fail("a state without a version") }
        return version
    }

    private func answer(_ request: AdminRequest) async -> Response {
        var head = HTTPRequest(method: request.method, scheme: "http", authority: "127.0.0.1", path: request.target)
        head.headerFields = request.headers
        head.headerFields[.authorization] = Self.bearer
        if !request.body.isEmpty { head.headerFields[.contentLength] = "\(request.body.count)" }
        let source = ApplicationRequestContextSource(channel: channel, logger: logger)
        return await responder.respond(
            to: Request(head: head, body: RequestBody(buffer: ByteBuffer(bytes: request.body))), context: ConnectionContext(source: source))
    }

    private func content(of response: Response) async -> [UInt8] {
        let collected = CollectedBody()
        // A part of the state that cannot be read on cuts the answer off.
        try? await response.body.write(BodyCollector(body: collected))
        return collected.bytes
    }
}

extension AdminRequest {
    init(_ method: HTTPRequest.Method, _ target: String) {
        self.method = method
        self.target = target
        headers = HTTPFields()
        body = []
    }
}
