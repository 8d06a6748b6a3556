import ArgumentParser
import HTTPText
import HandlerHost
import StateStore

struct StateImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Make an exported state a sandbox's state.",
        discussion: """
            That is one new version, whatever history the file has. A file that is cut off, damaged or of a newer Ringbox is refused, \
            and nothing is changed.

              ringbox state import uis_test backup.jsonl
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
        let archive = try read()
        let version: Int
        switch access {
        case .host(let client):
            let url = StateTarget.text(name, "import")
            version = try client.version(client.send("POST", url, body: archive.bytes, fields: condition.fields))
        case .folder(let folder): version = try await folder.edit(name, if: condition.condition, .load(archive.content))
        }
        Console.print("\(name): version \(version), as version \(archive.version) of \(archive.sandbox) was")
    }

    /// Reads the file line by line: a history may be as long as it is.
    private func read() throws(CommandFailure) -> StateArchive {
        var reader = StateArchiveReader()
        do {
            try TextFile.read(file) { try reader.take($0) }
            return try reader.finish()
        } catch let failure as CommandFailure {
            throw failure
        } catch {
            throw CommandFailure(.failure, "\(file): \(error)")
        }
    }
}
