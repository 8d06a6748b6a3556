import ArgumentParser
import Glibc
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
        var last = after
        var isFirst = true
        while true {
            do throws(CommandFailure) {
                try follow(&last, isFirst: &isFirst)
            } catch {
                // What a host refuses it would refuse again.
                guard !isFirst, error.code == .unavailable else { throw error }
            }
            try await Task.sleep(for: .milliseconds(500))
        }
    }

    /// Shows what one connection brings.
    ///
    /// - Parameters:
    ///   - last: The version to go on behind.
    ///   - isFirst: Whether no host has answered yet.
    private func follow(_ last: inout Int64?, isFirst: inout Bool) throws(CommandFailure) {
        let shown = ShownChanges(isFull: full, style: Style(usesColor: Console.isColorful))
        let client = try admin.requiredClient()
        var seen = last
        var hasAnswered = false
        defer {
            last = seen
            if hasAnswered { isFirst = false }
        }
        try client.follow(StateTarget.text(sandbox.name.text, "watch", [("path", path), ("after", seen.map { "\($0)" })])) { line in
            hasAnswered = true
            guard let value = try? JSONValue(parsing: line, depthLimit: JSONValue.deepestLimit) else { return }
            if let entry = StateHistoryEntry(value) {
                seen = entry.version
                Console.writeNow(json ? entry.json.text + "\n" : shown.entry(entry))
            } else if let start = value["after"]?.int {
                seen = seen ?? Int64(start)
            }
        }
    }
}
