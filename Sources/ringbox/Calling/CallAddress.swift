import ArgumentParser
import HTTPFrontend
import HTTPText
import HandlerHost

/// Where the sandbox of a call answers: at an address that was named, at the host that runs, or at one that is started for the call.
struct CallAddress: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Where the sandbox answers, such as http://127.0.0.1:8080/@shop. (default: the host which uses the data folder, or else one "
                + "that is started for the call, with a state that is forgotten)", valueName: "url"))
    var url: String?

    @Flag(help: "Start a host for the call, even if one runs.")
    var fresh = false

    @OptionGroup var data: DataOption
    @OptionGroup var handlers: HandlersOption
    @OptionGroup var worker: WorkerOption
    @OptionGroup var secrets: SecretsOption
    @OptionGroup var outside: ScenarioURLOptions

    func validate() throws {
        guard let url else { return }
        if fresh { throw ValidationError("--url and --fresh exclude each other") }
        guard url.hasPrefix("http://") || url.hasPrefix("https://") else {
            throw ValidationError("--url has to be like http://127.0.0.1:8080/@shop, and not \(url)")
        }
    }

    /// Runs `body` with what comes before a route, and whether that is a host whose states are forgotten.
    func withBase<Value: Sendable>(
        of sandbox: SandboxName, _ body: @escaping @Sendable (_ base: String, _ isForgotten: Bool) async throws -> Value
    ) async throws -> Value {
        if let url { return try await body(url.hasSuffix("/") ? String(url.dropLast()) : url, false) }
        if !fresh, let address = RunningFile(in: data.data).trafficAddress()?.local, AdminClient(address: address, token: nil).answers {
            return try await body("\(address.url)/@\(sandbox)", false)
        }
        return try await LocalHost.run(try configuration()) { host in
            try await host.require(sandbox)
            return try await body(host.base(of: sandbox), true)
        }
    }

    /// The handlers folder, which exists apart from the other folders.
    func existingHandlers() throws(CommandFailure) -> String { try handlers.existingFolder(data: data, secrets: secrets) }

    /// Of a host inside the command.
    func configuration() throws(CommandFailure) -> HostConfiguration {
        var configuration = HostConfiguration(
            handlersFolder: try existingHandlers(), workerExecutable: try worker.executable(), spareWorkers: 0)
        configuration.secrets = try secrets.source()
        configuration.ceilings.defaults = try DefaultLimits.fromEnvironment()
        return configuration
    }
}
