import ArgumentParser
import HandlerHost
import JSONText

struct StateResetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reset",
        abstract: "Make the seed, state.json, a sandbox's state again.",
        discussion: "A sandbox without a seed gets an empty object. The state before stays in the journal.")

    @Argument(help: "The sandbox.")
    var sandbox: SandboxArgument

    @OptionGroup var handlers: HandlersOption
    @OptionGroup var secrets: SecretsOption
    @OptionGroup var admin: AdminOptions

    func run() async throws {
        let name = sandbox.name.text
        let version: Int
        switch try StateAccess(admin) {
        case .host(let client): version = try client.version(client.send("DELETE", "/state/\(name)"))
        case .folder(let folder): version = try await folder.replace(name, with: try await seed(), cause: "reset")
        }
        print("\(name): version \(version)")
    }

    /// What the sandbox's files say that its state begins with.
    private func seed() async throws(CommandFailure) -> [UInt8] {
        let folder = try handlers.existingFolder()
        guard let entry = SandboxScanner(folder: folder).scan().entries.first(where: { $0.name == sandbox.name }) else {
            throw CommandFailure(
                .noInput, "\(folder) has no sandbox \(sandbox.name), whose state.json would be the state: name its folder with --handlers")
        }
        let secrets = try secrets.source()
        do {
            return try await BundleBuilder(folder: folder, secrets: secrets).build(entry).seed?.bytes() ?? Array("{}".utf8)
        } catch {
            throw CommandFailure(.failure, "\(error)")
        }
    }
}
