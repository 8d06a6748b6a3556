import ArgumentParser
import HTTPText
import HandlerHost
import JSONText
import StateStore

struct StateRepairCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "repair",
        abstract: "Show which versions of a sandbox's state cannot be read, and make it readable.",
        discussion: """
            Changes nothing without --cut. With it an index of the file that is damaged is rebuilt first, which loses nothing; then, if \
            versions still cannot be read, the state goes back to the newest one that can, and those behind it are lost: copy the data \
            folder first. "reset", "put", "import" and "restore" to a version that can be read work without a repair, and keep the \
            history.

              ringbox state repair uis_test
              ringbox state repair uis_test --cut

            On a running host the command waits up to an hour for the end of a repair, which goes on when the command is interrupted.

            Ends with 1 when versions cannot be read and --cut is not given.
            """)

    @Argument(help: "The sandbox.")
    var sandbox: SandboxArgument

    @Flag(help: "Rebuild a damaged index, and cut off the versions that cannot be read.")
    var cut = false

    @OptionGroup var admin: AdminOptions

    func run() async throws {
        let name = sandbox.name.text
        if cut { return report(try await mend(name), of: name) }
        let found = try await look(name)
        guard let fault = found.fault else {
            Console.print("\(name): version \(found.version) can be read, there is nothing to repair")
            return
        }
        let left = Self.text(of: found.readable)
        Console.print("\(name): the newest version is \(found.version), the newest one that can be read is \(left)")
        Console.print(fault)
        Console.print(
            "\"ringbox state repair \(name) --cut\" rebuilds the index if that is what is damaged, and else goes back to \(left); later "
                + "versions are lost then: copy the data folder first")
        throw ExitCode.failure
    }

    /// How long a host may repair: it says nothing before the end.
    private static let patience = Duration.seconds(3_600)

    private func report(_ outcome: StateRepair.Outcome, of name: String) {
        if outcome.isIndexRebuilt { Console.print("\(name): an index of the file was damaged, and is rebuilt") }
        let left = Self.text(of: outcome.version)
        if outcome.isCut {
            Console.print("\(name): cut back\(outcome.former.map { " from version \($0)" } ?? "") to \(left)")
        } else if outcome.isIndexRebuilt {
            Console.print("\(name): \(left) can be read again, nothing was cut off")
        } else {
            Console.print("\(name): \(left) can be read, there is nothing to repair")
        }
    }

    private static func text(of version: Int64) -> String { version == 0 ? "an empty state" : "version \(version)" }

    private func look(_ name: String) async throws(CommandFailure) -> (version: Int64, readable: Int64, fault: String?) {
        switch try StateAccess(admin) {
        case .host(let client):
            let json = try client.json(client.send("GET", StateTarget.text(name, "repair")))
            guard let version = json["version"]?.int, let readable = json["readable"]?.int else { throw client.stranger }
            return (Int64(version), Int64(readable), json["fault"]?.string)
        case .folder(let folder):
            let repair = try await folder.repair(name)
            return (repair.current, repair.readable, repair.fault?.description)
        }
    }

    private func mend(_ name: String) async throws(CommandFailure) -> StateRepair.Outcome {
        switch try StateAccess(admin) {
        case .host(let client):
            var client = client
            client.patience = Self.patience
            let json = try client.json(client.send("POST", StateTarget.text(name, "repair"), body: []))
            guard let outcome = StateRepair.Outcome(json: json) else { throw client.stranger }
            return outcome
        case .folder(let folder): return try await folder.mend(name)
        }
    }
}
