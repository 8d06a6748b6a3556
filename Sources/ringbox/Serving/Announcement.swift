import HTTPFrontend
import HandlerHost

/// Tells people and other commands where the host listens, once all servers do.
actor Announcement {
    /// How many sandboxes are named.
    private static let shownNames = 100

    private let host: HandlerHost
    private let console: Console
    private let isQuiet: Bool
    private let domain: String
    private let isTLS: Bool
    private let file: RunningFile
    /// Takes what could not be written.
    private let unwritten: AsyncStream<RunningFile.Addresses>.Continuation
    /// Whether a FastAGI server is waited for.
    private let hasAGI: Bool
    private var traffic: ListenAddress?
    private var admin: ListenAddress?
    private var agi: ListenAddress?

    /// - Parameter domain: What the sandboxes' addresses end in.
    init(
        host: HandlerHost, console: Console, isQuiet: Bool, domain: String, isTLS: Bool, hasAGI: Bool, file: RunningFile,
        unwritten: AsyncStream<RunningFile.Addresses>.Continuation
    ) {
        self.host = host
        self.console = console
        self.isQuiet = isQuiet
        self.domain = domain
        self.isTLS = isTLS
        self.hasAGI = hasAGI
        self.file = file
        self.unwritten = unwritten
    }

    func trafficListens(at address: ListenAddress) async {
        traffic = address
        await announce()
    }

    func adminListens(at address: ListenAddress) async {
        admin = address
        await announce()
    }

    func agiListens(at address: ListenAddress) async {
        agi = address
        await announce()
    }

    private func announce() async {
        guard let traffic, let admin, hasAGI == (agi != nil) else { return }
        let addresses = RunningFile.Addresses(traffic: traffic, admin: admin, agi: agi)
        do throws(CommandFailure) {
            try file.write(addresses)
        } catch {
            StandardError.print("ringbox: \(error.sentence); until it can be written other commands do not find this host")
            unwritten.yield(addresses)
        }
        guard !isQuiet else { return }
        let style = Style(usesColor: console.usesColor)
        let scheme = isTLS ? "https" : "http"
        var text = "traffic \(traffic.url(isTLS: isTLS))\nadmin \(admin.url)\n"
        if let agi { text += "agi agi://\(agi)\n" }
        let names = host.names
        for name in names.prefix(Self.shownNames) { text += "\(style.bold(name)) \(scheme)://\(name).\(domain):\(traffic.port)\n" }
        if names.count > Self.shownNames { text += style.dim("… \(names.count - Self.shownNames) more") + "\n" }
        await console.write(text)
    }
}
