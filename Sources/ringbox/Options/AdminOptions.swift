import ArgumentParser
import Glibc
import HTTPFrontend

/// How a command finds the running host.
struct AdminOptions: ParsableArguments {
    @OptionGroup var data: DataOption

    @Option(
        help: ArgumentHelp(
            "The running host's admin address, with its token in RINGBOX_TOKEN. (default: that of the host which uses the data folder)",
            valueName: "url"))
    var adminURL: String?

    /// The host to ask: the one named by `--admin-url`, or the one that has the data folder; nil for neither.
    ///
    /// - Parameter showsToken: Whether the host gets the token.
    func client(showsToken: Bool = true) throws(CommandFailure) -> AdminClient? {
        if let adminURL { return AdminClient(address: try Self.address(of: adminURL), token: showsToken ? try token() : nil) }
        guard let address = RunningFile(in: data.data).adminAddress() else { return nil }
        return AdminClient(address: address.local, token: showsToken ? try token() : nil)
    }

    /// The host to ask, of which there has to be one.
    func requiredClient(showsToken: Bool = true) throws(CommandFailure) -> AdminClient {
        if let client = try client(showsToken: showsToken) { return client }
        if let failure = FolderLock.failure(of: data.data) { throw failure }
        throw CommandFailure(
            .unavailable, "no host uses the data folder \(data.data): start one with \"ringbox serve\", or name it with --admin-url")
    }

    /// The token from the environment or from the data folder; nil when there is none.
    private func token() throws(CommandFailure) -> String? {
        if let text = getenv("RINGBOX_TOKEN").map({ String(cString: $0) }), !text.isEmpty {
            guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f }) else {
                throw CommandFailure(.usage, "RINGBOX_TOKEN has characters that no token has")
            }
            return text
        }
        let file = AdminTokenFile(in: data.data)
        return access(file.path, F_OK) == 0 ? try file.read() : nil
    }

    /// Reads `http://host:port`, with or without a slash at the end; without a port it is 80.
    private static func address(of url: String) throws(CommandFailure) -> ListenAddress {
        let refusal = CommandFailure(.usage, "--admin-url has to be like http://127.0.0.1:8081, and not \(url)")
        guard url.hasPrefix("http://") else { throw refusal }
        var rest = url.dropFirst(7)
        if rest.hasSuffix("/") { rest.removeLast() }
        guard !rest.isEmpty, rest.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f }), !rest.contains("/") else { throw refusal }
        let isLiteral = rest.hasPrefix("[")
        let host = isLiteral ? rest.dropFirst().prefix { $0 != "]" } : rest.prefix { $0 != ":" }
        let tail = rest.dropFirst(host.count + (isLiteral ? 2 : 0))
        if tail.isEmpty, !host.isEmpty { return ListenAddress(host: String(host), port: 80) }
        guard !host.isEmpty, tail.hasPrefix(":"), let port = UInt16(tail.dropFirst()) else { throw refusal }
        return ListenAddress(host: String(host), port: Int(port))
    }
}
