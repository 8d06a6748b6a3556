import ArgumentParser
import HTTPText
import HandlerHost
import JSONText
import StateStore

struct StateDiffCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Show what is different between two versions of a sandbox's state.",
        discussion: """
            + is new, - is gone, ~ is different. With --json it is a JSON Patch (RFC 6902) that makes the second of the first.

              ringbox state diff uis_test 12          from version 12 to the newest one
              ringbox state diff uis_test 12 15
            """)

    @Argument(help: "The sandbox.")
    var sandbox: SandboxArgument

    @Argument(help: "The first version; 0 is the empty state before all.")
    var from: Int64

    @Argument(help: "The second version. (default: the newest)")
    var to: Int64?

    @Flag(help: "Show the whole values.")
    var full = false

    @Flag(help: "Print a JSON Patch.")
    var json = false

    @OptionGroup var admin: AdminOptions

    func run() async throws {
        let name = sandbox.name.text
        let difference: JSONValue
        let stranger: CommandFailure
        switch try StateAccess(admin) {
        case .host(let client):
            let url = StateTarget.text(name, "diff", [("from", "\(from)"), ("to", to.map { "\($0)" })])
            difference = try client.json(client.send("GET", url))
            stranger = client.stranger
        case .folder(let folder):
            difference = try await folder.reading(name) { try await StateDifference(of: name, from: from, to: to, in: $0).json }
            stranger = CommandFailure(.failure, "")
        }
        guard let patch = difference["patch"], let list = difference["changes"]?.array, let last = difference["to"]?.int else {
            throw stranger
        }
        guard !json else { return Console.writeNow(json: patch, pretty: true) }
        let changes = list.compactMap(StateChange.init)
        guard changes.count == list.count else { throw stranger }
        guard !changes.isEmpty else { return Console.print("versions \(from) and \(last) of \(name) are the same") }
        Console.writeNow(ShownChanges(isFull: full, style: Style(usesColor: Console.isColorful)).changes(changes))
    }
}
