package import HTTPText
import HTTPTypes
package import HandlerHost
import Hummingbird
package import Logging
import ServiceLifecycle

/// The server for those who operate the host.
///
/// Everything but `GET /health` wants the token as a bearer. Errors are problem documents.
///
/// - `GET /health`: 200 when sandboxes are served, 503 before; how many there are, have still to load (`loading`) and cannot (`failing`).
/// - `GET /sandboxes`: an array of summaries.
/// - `GET /loops`: an array with the delays and stalls of each event loop.
/// - `GET /activity?sandbox=&after=&limit=`: an array of entries, oldest first; with `follow=true` one entry a line, without end.
/// - `GET /config/{sandbox}`: the settings that hold for a sandbox, without secrets.
/// - `GET`, `PUT`, `PATCH`, `DELETE /state/{sandbox}`: reads the state (`?path=&version=`), makes the body the state, makes the
///   changes of a JSON Patch, resets it (`?to=seed` or `empty`). `ETag` is the version; `If-Match` and `If-None-Match` hold.
/// - `GET /state/{sandbox}/history?path=&limit=&since=&before=`, `/diff?from=&to=`, `/export?history=true`: what versions changed,
///   what lies between two of them, the state as a file.
/// - `GET /state/{sandbox}/watch?path=&after=`: what each version changes, one a line, without end.
/// - `POST /state/{sandbox}/restore?version=`, `/import`: makes the state what it was, or what a file has.
/// - `GET /state/{sandbox}/repair`: which versions cannot be read; `POST` rebuilds a damaged index and cuts off the rest.
/// - `GET /schemas/uis.json`: the JSON Schema of instructions.
package struct AdminServer: Service {
    private let address: ListenAddress
    private let responder: AdminResponder
    private let settings: ServerSettings
    private let logger: Logger
    private let isListening: @Sendable (ListenAddress) async -> Void

    /// - Parameters:
    ///   - names: Under which it answers, besides addresses and names without a dot.
    ///   - connectionLimit: How many connections may be open.
    ///   - guessDelay: How long the answer to a wrong token takes.
    ///   - version: Ringbox's, for `/health`.
    ///   - logger: Told what goes wrong with connections.
    ///   - isListening: Called once with the address that connections are accepted at.
    package init(
        host: HandlerHost, address: ListenAddress, token: AdminToken, names: ServedNames = ServedNames(), connectionLimit: Int = 128,
        guessDelay: Duration = .milliseconds(500), readiness: Readiness, version: String, logger: Logger,
        isListening: @escaping @Sendable (ListenAddress) async -> Void
    ) {
        self.address = address
        responder = AdminResponder(
            host: host, token: token, names: names, ownName: address.host.lowercased(), guesses: TokenGuesses(delay: guessDelay),
            readiness: readiness,
            version: version)
        var settings = ServerSettings()
        settings.connectionLimit = connectionLimit
        settings.proof = .token
        // Nobody keeps such a connection for later, and there are few.
        settings.timeouts.idle = .seconds(15)
        settings.timeouts.head = .seconds(5)
        self.settings = settings
        self.logger = logger
        self.isListening = isListening
    }

    /// Serves until a graceful shutdown, which ends what followers of the activity read.
    ///
    /// - Throws: The system's error when it cannot listen.
    package func run() async throws {
        let application = Application(
            responder: responder,
            server: .guarded(settings) { error, _ in
                let problem = Problem(HTTPResponse.Status(code: error.status), error.detail)
                return ConnectionPolicy.Refusal(
                    status: error.status, headers: [(name: "Content-Type", value: Problem.mediaType)], body: problem.body)
            },
            configuration: .listening(at: address),
            onServerRunning: { channel in
                await isListening(ListenAddress(host: address.host, port: channel.localAddress?.port ?? address.port))
            },
            logger: logger)
        try await application.run()
    }
}
