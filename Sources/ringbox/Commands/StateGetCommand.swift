import ArgumentParser
import HTTPText
import HandlerHost
import JSONText
import StateStore

struct StateGetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "get", abstract: "Print a sandbox's state, or a part of it, as JSON.",
        discussion: """
            The path is a JSON pointer: every key behind a "/", with ~1 for "/" and ~0 for "~" in a key.

              ringbox state get uis_test
              ringbox state get uis_test /couriers/74952345678/name
              ringbox state get uis_test --at 12 > before.json
            """)

    @Argument(help: "The sandbox.")
    var sandbox: SandboxArgument

    @Argument(help: "Only what is there.")
    var path: String?

    @Option(help: ArgumentHelp("What the state was at this version.", valueName: "version"))
    var at: Int64?

    @OptionGroup var admin: AdminOptions

    func run() async throws {
        let name = sandbox.name.text
        let pointer = try PlaceText.pointer(path)
        let document: JSONValue
        switch try StateAccess(admin) {
        case .host(let client):
            let query = [("path", path), ("version", at.map { "\($0)" })]
            document = try client.json(try client.send("GET", StateTarget.text(name, nil, query)))
        case .folder(let folder):
            document = try await folder.reading(name) { store in
                let newest = try await store.version(of: name)
                return try StatePlace.value(at: pointer, in: try await store.content(of: name, at: at ?? newest).document)
            }
        }
        Console.writeNow(json: document, pretty: true)
    }
}
