import ArgumentParser
import VirtualPBX

/// Whom scenarios may ask outside their sandboxes.
struct ScenarioURLOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A server that the url of a scenario may name, such as https://crm.example.com; may be given several times. (default: none)",
            valueName: "url"))
    var scenarioUrls: [String] = []

    var allowed: ScenarioURLs { (try? ScenarioURLs(parsing: scenarioUrls)) ?? .none }

    func validate() throws {
        do {
            _ = try ScenarioURLs(parsing: scenarioUrls)
        } catch {
            throw ValidationError("--scenario-urls: \(error)")
        }
    }
}
