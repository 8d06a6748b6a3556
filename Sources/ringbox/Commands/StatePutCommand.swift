import ArgumentParser
import HTTPText
import HandlerHost
import StateStore

struct StatePutCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "put",
        abstract: "Make a JSON file a sandbox's state.",
        discussion: """
            The file has to hold one JSON object, in UTF-8. The state before stays in the history.

              ringbox state put uis_test state.json
              ringbox state put uis_test - --if-version 12 < state.json
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
            version = try client.version(client.send("PUT", StateTarget.text(name), body: text, fields: condition.fields))
        case .folder(let folder):
            let edit: StateEdit
            do {
                edit = .put(try StateEdit.document(text))
            } catch {
                throw CommandFailure(error)
            }
            version = try await folder.edit(name, if: condition.condition, edit)
        }
        Console.print("\(name): version \(version)")
    }
}
