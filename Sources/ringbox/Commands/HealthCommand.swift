import ArgumentParser
import JSONText

struct HealthCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "health",
        abstract: "Ask the running host whether it serves.",
        discussion: """
            Exits with 0 when it does and with 69 when it does not, is not there, or does not answer within --timeout: fit for a \
            container's health check.

              ringbox health --data data
            """)

    @Option(help: ArgumentHelp("How long the host may take to answer.", valueName: "duration"))
    var timeout = DurationArgument.seconds(3)

    @OptionGroup var admin: AdminOptions

    func validate() throws {
        guard timeout.duration >= .milliseconds(1) else { throw ValidationError("--timeout has to be at least 1ms") }
    }

    func run() throws {
        var client = try admin.requiredClient(showsToken: false)
        client.patience = timeout.duration
        let answer = try client.send("GET", "/health")
        guard let health = try? JSONValue(parsing: answer.body), health["status"]?.string == "ok" else {
            throw CommandFailure(.unavailable, "the host does not say that it serves")
        }
        let failing = health["failing"]?.int ?? 0
        Console.print("ok, sandboxes: \(health["sandboxes"]?.int ?? 0)" + (failing == 0 ? "" : ", of which do not serve: \(failing)"))
    }
}
