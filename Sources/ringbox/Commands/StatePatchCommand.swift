import ArgumentParser
import HTTPText
import HandlerHost
import StateStore

struct StatePatchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "patch",
        abstract: "Change a part of a sandbox's state.",
        discussion: """
            The file has to hold a JSON Patch (RFC 6902): a list of the operations add, replace, remove, test, move and copy, and \
            of Ringbox's own, expire. All of them are made, or none: a test that fails leaves the state as it is.

              echo '[{"op": "replace", "path": "/couriers/74952345678/name", "value": "Пётр"}]' | ringbox state patch uis_test -
            """)

    @Argument(help: "The sandbox.")
    var sandbox: SandboxArgument

    @Argument(help: "The file; - reads standard input.")
    var file: String

    @OptionGroup var condition: ConditionOption
    @OptionGroup var admin: AdminOptions

    func run() async throws {
        let name = sandbox.name.text
        let access = try StateAccess(admin)
        let text = try TextFile.read(file, limit: access.textLimit)
        let version: Int
        switch access {
        case .host(let client):
            let fields = condition.fields + [(name: "Content-Type", value: "application/json-patch+json")]
            version = try client.version(client.send("PATCH", StateTarget.text(name), body: text, fields: fields))
        case .folder(let folder):
            let patch: HandwrittenPatch
            do {
                patch = try HandwrittenPatch(parsing: text)
            } catch {
                throw CommandFailure(.failure, error.description)
            }
            version = try await folder.edit(name, if: condition.condition, .patch(patch))
        }
        Console.print("\(name): version \(version)")
    }
}
