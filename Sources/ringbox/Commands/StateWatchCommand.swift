import ArgumentParser
import Glibc
import HTTPText
import HandlerHost
import JSONText
import StateStore

struct StateWatchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch",
        abstract: "Show the changes of a sandbox's state as they are stored, until Ctrl-C.",
        discussion: """
            Needs a running host. When the connection breaks, or the host is started again, it goes on behind the last version that it \
            has shown: none is missing and none comes twice.

              ringbox state watch uis_test --path /couriers
            """)

    @Argument(help: "The sandbox.")
    var sandbox: SandboxArgument

    @Option(help: "Only what changes there, inside of it or around it.")
    var path: String?

    @Option(help: ArgumentHelp("Begin behind this version. (default: the newest)", valueName: "version"))
    var after: Int64?

    @Flag(help: "Show the whole values.")
    var full = false

    @Flag(help: "Print one JSON line for each version.")
    var json = false

    @OptionGroup var admin: AdminOptions

    func run() async throws {
        _ = try PlaceText.pointer(path)
        var place = Place(last: after)
        while true {
            place.isAnswered = false
            guard Console.arrives else { return }
            do throws(CommandFailure) {
                try follow(&place)
            } catch {
                // What a host refuses it would refuse again.
                guard place.hasBegun, error.code == .unavailable else { throw error }
            }
            if place.isAnswered, Console.arrives { StandardError.print("ringbox: the host is gone; waiting until it is back") }
            try await Task.sleep(for: .milliseconds(500))
        }
    }

    /// How far the watching has come.
    private struct Place {
        /// The version to go on behind; nil before the host has said which.
        var last: Int64?
        /// Whether a host has answered at all, and over the present connection.
        var hasBegun = false
        var isAnswered = false
    }

    /// Shows what one connection brings.
    private func follow(_ place: inout Place) throws(CommandFailure) {
        let shown = ShownChanges(isFull: full, style: Style(usesColor: Console.isColorful))
        let client = try admin.requiredClient()
        var reached = place
        defer { place = reached }
        let target = StateTarget.text(sandbox.name.text, "watch", [("path", path), ("after", place.last.map { "\($0)" })])
        try client.follow(target) { line in
            (reached.hasBegun, reached.isAnswered) = (true, true)
            guard let value = try? JSONValue(parsing: line, depthLimit: JSONValue.deepestLimit) else { return }
            if let entry = StateHistoryEntry(value) {
                reached.last = entry.version
                if json { Console.writeNow(json: entry.json) } else { Console.writeNow(shown.entry(entry)) }
            } else if let start = value["after"]?.int {
                reached.last = reached.last ?? Int64(start)
            }
        }
    }
}
