import ArgumentParser
import HTTPText
import HandlerHost
import JSONText
import StateStore

struct StateHistoryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: "Show who changed what in a sandbox's state, and when.",
        discussion: """
            Newest first. Each version has a line with its time, its cause and the turn that made it, and below it what changed: \
            + is new, - is gone, ~ is different. Long values are shortened; --full and --json have all of them.

              ringbox state history uis_test --path /couriers/74952345678
              ringbox state history uis_test --since 2h --limit 100
            """)

    @Argument(help: "The sandbox.")
    var sandbox: SandboxArgument

    @Option(help: "Only what changed there, inside of it or around it.")
    var path: String?

    @Option(name: [.customShort("n"), .long], help: "How many of the newest versions, at most 1000.")
    var limit = 20

    @Option(
        help: ArgumentHelp(
            "Only what changed since then: 90s, 30m, 2h or 7d ago, 2026-03-14, \"2026-03-14 15:09\" or 15:09.", valueName: "time"))
    var since: TimeArgument?

    @Option(help: ArgumentHelp("Only older versions than this one.", valueName: "version"))
    var before: Int64?

    @Flag(help: "Show the whole values.")
    var full = false

    @Flag(help: "Print one JSON line for each version.")
    var json = false

    @OptionGroup var admin: AdminOptions

    func validate() throws {
        guard (0...1_000).contains(limit) else { throw ValidationError("--limit has to be from 0 to 1000") }
    }

    func run() async throws {
        let name = sandbox.name.text
        let query = StateHistoryQuery(
            path: try PlaceText.pointer(path), limit: limit, since: since?.milliseconds, before: before)
        let entries: [StateHistoryEntry]
        switch try StateAccess(admin) {
        case .host(let client):
            let url = StateTarget.text(
                name, "history",
                [
                    ("path", path), ("limit", "\(limit)"), ("since", query.since.map { "\(max(0, $0))" }),
                    ("before", before.map { "\($0)" }),
                ])
            let list = try client.json(client.send("GET", url)).array ?? [.null]
            entries = list.compactMap(StateHistoryEntry.init)
            guard entries.count == list.count else { throw client.stranger }
        case .folder(let folder):
            entries = try await folder.reading(name) { try await StateHistory(of: name, in: $0).entries(query) }
        }
        let shown = ShownChanges(isFull: full, style: Style(usesColor: Console.isColorful))
        for entry in entries {
            if json { Console.writeNow(json: entry.json) } else { Console.writeNow(shown.entry(entry)) }
        }
    }
}
