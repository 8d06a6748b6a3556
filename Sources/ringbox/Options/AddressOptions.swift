import ArgumentParser
import HTTPText
import HandlerHost

/// Under which addresses the sandboxes answer.
struct AddressOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A domain whose subdomains are sandboxes; may be given several times. Then nothing else is served, but for localhost to this machine. (default: localhost, and every host name)",
            valueName: "domain"))
    var domain: [String] = []

    @Flag(help: "Serve requests for any host name, whatever --domain says, also at the admin port.")
    var anyHost = false

    @Flag(help: "Serve no /@sandbox/ paths, but to this machine.")
    var noPathAddressing = false

    /// - Throws: ``CommandFailure`` for what is no domain.
    func names() throws(CommandFailure) -> ServedNames {
        var names = ServedNames()
        if !domain.isEmpty {
            do {
                names.domains = try BaseDomains(domain)
            } catch {
                throw CommandFailure(.usage, "--domain: \(error)")
            }
        }
        names.hasAnyHost = anyHost || domain.isEmpty
        names.hasPaths = !noPathAddressing
        return names
    }

    /// The names that the admin port answers under.
    func adminNames() throws(CommandFailure) -> ServedNames {
        var names = try names()
        names.hasAnyHost = anyHost
        return names
    }
}
