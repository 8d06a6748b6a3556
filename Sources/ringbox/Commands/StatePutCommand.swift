import ArgumentParser
import HandlerHost

struct StatePutCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "put",
        abstract: "Make a JSON file a sandbox's state.",
        discussion: "The file has to hold one JSON object, in UTF-8. The state before stays in the journal.")

    @Argument(help: "The sandbox.")
    var sandbox: SandboxArgument

    @Argument(help: "The file; - reads standard input.")
    var file: String

    @OptionGroup var admin: AdminOptions

    func run() async throws {
        let name = sandbox.name.text
        let document = try TextFile.read(file)
        let version: Int
        switch try StateAccess(admin) {
        case .host(let client): version = try client.version(client.send("PUT", "/state/\(name)", body: document))
        case .folder(let folder): version = try await folder.replace(name, with: document, cause: "put")
        }
        print("\(name): version \(version)")
    }
}
