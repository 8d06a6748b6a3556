import ArgumentParser
import HTTPFrontend
import HTTPText
import HandlerHost
import JSONText
import PlainText

struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Show what the running host's sandboxes do at the moment.",
        discussion: """
            A line for each sandbox: its process and that process's memory, the requests that wait and those that are unanswered, \
            the version of its state, how often its process ended of late, and whether it serves. A sandbox whose process keeps \
            ending is paused for longer and longer; meanwhile its callers get the fallback at once. The last line says how late the \
            host's event loops come to their work, and how often one of them stood still for more than 50 ms.

              ringbox status uis_test
            """)

    @Argument(help: "Only these sandboxes.")
    var sandboxes: [SandboxArgument] = []

    @Flag(help: "Print one JSON document, with the members sandboxes and loops.")
    var json = false

    @OptionGroup var admin: AdminOptions

    func run() throws {
        let client = try admin.requiredClient()
        let answer = try client.send("GET", "/sandboxes")
        guard let all = try? JSONValue(parsing: answer.body).array else {
            throw CommandFailure(.unavailable, "what answers at \(client.address.url) is no host of this version")
        }
        let chosen = JSONValue.array(try chosen(from: all))
        let loops = try client.json(client.send("GET", "/loops"))
        if json {
            Console.writeNow(json: ["sandboxes": chosen, "loops": loops], pretty: true)
        } else if let status = ShownStatus(chosen) {
            let style = Style(usesColor: Console.isColorful)
            Console.writeNow(status.rendered(style) + ShownLoops(loops).rendered(style))
        }
    }

    /// The sandboxes that were named, or all of them.
    private func chosen(from all: [JSONValue]) throws(CommandFailure) -> [JSONValue] {
        guard !sandboxes.isEmpty else { return all }
        let names = Set(sandboxes.map(\.name.text))
        let known = all.compactMap { $0["name"]?.string }
        if let missing = names.subtracting(known).min() {
            let nearest = Spelling.nearest(to: missing, among: known).first.map { " (did you mean \"\($0)\"?)" } ?? ""
            throw CommandFailure(.noInput, "the host has no sandbox \"\(missing)\"\(nearest)")
        }
        return all.filter { $0["name"]?.string.map(names.contains) ?? false }
    }
}
