import ArgumentParser
import HTTPFrontend
import JSONText

struct LogsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "logs",
        abstract: "Show what the running host has done.",
        discussion: """
            Each turn is a line: time, sandbox, request, outcome, status, duration, and the reply or what went wrong; below it \
            the findings and what the handler logged.

              ringbox logs uis_test --follow
            """)

    @Argument(help: "Only this sandbox.")
    var sandbox: SandboxArgument?

    @Flag(name: [.short, .long], help: "Go on with what happens next, until Ctrl-C.")
    var follow = false

    @Flag(help: "Show everything that is known of each turn, as JSON lines.")
    var json = false

    @Option(name: [.customShort("n"), .long], help: "How many of the newest entries.")
    var lines = 50

    @OptionGroup var admin: AdminOptions

    func validate() throws {
        guard lines >= 0 else { throw ValidationError("--lines has to be at least 0") }
    }

    func run() throws {
        let client = try admin.requiredClient()
        var target = "/activity?limit=\(lines)"
        if let sandbox { target += "&sandbox=\(sandbox.name)" }
        if follow {
            try client.follow(target + "&follow=true") { show($0) }
            if Console.arrives { StandardError.print("ringbox: the host has ended") }
        } else {
            let answer = try client.send("GET", target)
            guard let entries = try? JSONValue(parsing: answer.body).array else {
                throw CommandFailure(.unavailable, "what answers at \(client.address.url) is no host of this version")
            }
            for entry in entries { show(entry.bytes()) }
        }
    }

    private func show(_ line: [UInt8]) {
        if json {
            Console.writeNow(json: String(decoding: line, as: UTF8.self) + "\n")
        } else if let value = try? JSONValue(parsing: line), let entry = ShownEntry(value) {
            Console.writeNow(entry.rendered(Style(usesColor: Console.isColorful)))
        }
    }
}
