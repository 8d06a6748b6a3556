import ArgumentParser
import HTTPText
import HandlerHost
import StateStore

struct StateRestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Make a sandbox's state what it was at a version.",
        discussion: """
            That is a new version itself, so it can be taken back by restoring the one before.

              ringbox state restore uis_test 12
            """)

    @Argument(help: "The sandbox.")
    var sandbox: SandboxArgument

    @Argument(help: "The version, as \"history\" shows it.")
    var version: Int64

    @OptionGroup var condition: ConditionOption
    @OptionGroup var admin: AdminOptions

    func run() async throws {
        let name = sandbox.name.text
        let made: Int
        switch try StateAccess(admin) {
        case .host(let client):
            let url = StateTarget.text(name, "restore", [("version", "\(version)")])
            made = try client.version(client.send("POST", url, body: [], fields: condition.fields))
        case .folder(let folder): made = try await folder.edit(name, if: condition.condition, .restore(version))
        }
        Console.print("\(name): version \(made), as version \(version) was")
    }
}
