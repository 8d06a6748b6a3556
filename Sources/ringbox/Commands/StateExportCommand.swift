import ArgumentParser
import HTTPText
import HandlerHost
import StateStore

struct StateExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write a sandbox's state to a file that can be imported.",
        discussion: """
            The file has the state, its version and what of it expires when; with --history also every version that is kept. It is \
            JSON lines, and gets its name when it is whole.

              ringbox state export uis_test backup.jsonl --history
              ringbox state export uis_test | ssh other ringbox state import uis_test -
            """)

    @Argument(help: "The sandbox.")
    var sandbox: SandboxArgument

    @Argument(help: "The file; - is standard output.")
    var file = "-"

    @Flag(help: "Also write the history.")
    var history = false

    @OptionGroup var admin: AdminOptions

    func run() async throws {
        let name = sandbox.name.text
        let access = try StateAccess(admin)
        let draft = try DraftFile(file)
        var progress = ExportProgress()
        switch access {
        case .host(let client):
            let url = StateTarget.text(name, "export", [("history", history ? "true" : nil)])
            var end: [UInt8] = []
            try client.receive(url) { part throws(CommandFailure) in
                try draft.write(part)
                progress.note(part)
                end = (end + part.suffix(64)).suffix(64)
                return true
            }
            guard StateArchive.isEnd(end) else { throw CommandFailure(.failure, "the host broke off: nothing was exported") }
        case .folder(let folder):
            try await folder.reading(name) { store in
                var export = try await StateExport(of: name, withHistory: history, in: store)
                while let part = try await export.nextPart() {
                    try draft.write(part)
                    progress.note(part[...])
                }
            }
        }
        progress.end()
        try draft.finish()
    }
}
