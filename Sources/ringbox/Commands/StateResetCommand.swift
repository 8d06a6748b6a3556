import ArgumentParser
import HTTPText
import HandlerHost
import JSONText
import StateStore

struct StateResetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reset",
        abstract: "Make the seed, state.json, a sandbox's state again.",
        discussion: """
            A sandbox without a seed gets an empty object. The state before stays in the history.

              ringbox state reset uis_test
              ringbox state reset uis_test --to-seed     fails when there is no state.json
              ringbox state reset uis_test --empty
            """)

    @Argument(help: "The sandbox.")
    var sandbox: SandboxArgument

    @Flag(help: "Insist on a seed.")
    var toSeed = false

    @Flag(help: "Make it an empty object, whatever the seed is.")
    var empty = false

    @OptionGroup var condition: ConditionOption
    @OptionGroup var handlers: HandlersOption
    @OptionGroup var secrets: SecretsOption
    @OptionGroup var admin: AdminOptions

    func validate() throws {
        if toSeed, empty { throw ValidationError("--to-seed and --empty contradict each other") }
    }

    func run() async throws {
        let name = sandbox.name.text
        let target: StateReset = empty ? .empty : toSeed ? .seed : .seedOrEmpty
        let version: Int
        switch try StateAccess(admin) {
        case .host(let client):
            let url = StateTarget.text(name, nil, [("to", target.rawValue)])
            version = try client.version(client.send("DELETE", url, fields: condition.fields))
        case .folder(let folder):
            let document = try await document(target)
            version = try await folder.edit(name, if: condition.condition, .reset(document))
        }
        Console.print("\(name): version \(version)")
    }

    private func document(_ target: StateReset) async throws(CommandFailure) -> JSONValue {
        let seed = target == .empty ? nil : try await seed()
        do {
            return try target.document(of: sandbox.name.text, seed: seed)
        } catch {
            throw CommandFailure(error)
        }
    }

    /// What the sandbox's files say that its state begins with.
    private func seed() async throws(CommandFailure) -> StateSeed? {
        let folder = try handlers.existingFolder(data: admin.data, secrets: secrets)
        guard let entry = SandboxScanner(folder: folder).scan().entries.first(where: { $0.name == sandbox.name }) else {
            throw CommandFailure(
                .noInput, "\(folder) has no sandbox \(sandbox.name), whose state.json would be the state: name its folder with --handlers")
        }
        let secrets = try secrets.source()
        do {
            return try await BundleBuilder(folder: folder, secrets: secrets).build(entry).seed
        } catch {
            throw CommandFailure(.failure, "\(error)")
        }
    }
}
