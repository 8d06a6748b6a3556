import ArgumentParser
import HTTPFrontend
import JSONText

struct ConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config",
        abstract: "Print the settings that hold for a sandbox.",
        discussion: """
            Asks the running host: what sandbox.yaml says, with the defaults filled in, and where each value comes from. Secrets \
            are shown as ***.

              ringbox config uis_test
            """)

    @Argument(help: "The sandbox.")
    var sandbox: SandboxArgument

    @Flag(help: "Print one JSON document.")
    var json = false

    @OptionGroup var admin: AdminOptions

    func run() throws {
        let client = try admin.requiredClient()
        let answer = try client.send("GET", "/config/\(sandbox.name)")
        guard let value = try? JSONValue(parsing: answer.body), let shown = ShownSettings(value) else {
            throw CommandFailure(.unavailable, "what answers at \(client.address.url) is no host of this version")
        }
        if json {
            Console.writeNow(json: value, pretty: true)
        } else {
            Console.writeNow(shown.rendered(Style(usesColor: Console.isColorful)))
        }
    }
}
