import ArgumentParser
import JSONText

struct HealthCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "health",
        abstract: "Ask the running host whether it serves.",
        discussion: """
            Exits with 0 when it does and with 69 when it does not, or is not there: fit for a container's health check.

              ringbox health --data data
            """)

    @OptionGroup var admin: AdminOptions

    func run() throws {
        let answer = try admin.requiredClient().send("GET", "/health")
        guard let health = try? JSONValue(parsing: answer.body), health["status"]?.string == "ok" else {
            throw CommandFailure(.unavailable, "the host does not say that it serves")
        }
        let failing = health["failing"]?.int ?? 0
        Console.print("ok, sandboxes: \(health["sandboxes"]?.int ?? 0)" + (failing == 0 ? "" : ", of which do not serve: \(failing)"))
    }
}
