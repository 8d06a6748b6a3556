import ArgumentParser
import HandlerHost
import JSONText
import StateStore

struct StateRepairCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "repair",
        abstract: "Show which versions of a sandbox's state cannot be read, and cut them off.",
        discussion: """
            Changes nothing without --cut. With it the state goes back to the newest version that can be read, and the versions behind \
            that one are lost: export or copy the data folder first if they matter. "reset", "put" and "restore" to a version that can be \
            read work without a repair, and keep the history.

              ringbox state repair uis_test
              ringbox state repair uis_test --cut

            Ends with 1 when versions cannot be read and --cut is not given.
            """)

    @Argument(help: "The sandbox.")
    var sandbox: SandboxArgument

    @Flag(help: "Cut off the versions that cannot be read.")
    var cut = false

    @OptionGroup var admin: AdminOptions

    func run() async throws {
        let name = sandbox.name.text
        let report = try await report(name)
        guard let fault = report.fault else {
            Console.print("\(name): version \(report.version) can be read, there is nothing to repair")
            return
        }
        let left = report.readable == 0 ? "an empty state" : "version \(report.readable)"
        guard cut else {
            Console.print("\(name): the newest version is \(report.version), the newest one that can be read is \(left)")
            Console.print(fault)
            Console.print("\"ringbox state repair \(name) --cut\" goes back to \(left); later versions are lost")
            throw ExitCode.failure
        }
        Console.print("\(name): cut back from version \(report.version) to \(left)")
    }

    private func report(_ name: String) async throws(CommandFailure) -> (version: Int, readable: Int, fault: String?) {
        switch try StateAccess(admin) {
        case .host(let client):
            let json = try client.json(client.send("GET", StateTarget.text(name, "repair")))
            guard let version = json["version"]?.int, let readable = json["readable"]?.int else { throw client.stranger }
            let fault = json["fault"]?.string
            if cut, fault != nil { _ = try client.version(client.send("POST", StateTarget.text(name, "repair"), body: [])) }
            return (version, readable, fault)
        case .folder(let folder):
            let repair = try await folder.repair(name, cuts: cut)
            return (Int(clamping: repair.current), Int(clamping: repair.readable), repair.fault?.description)
        }
    }
}
