import ArgumentParser
import HTTPFrontend
import HandlerHost
import JSONText
import StateStore

struct StateGetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "get", abstract: "Print a sandbox's state as JSON.")

    @Argument(help: "The sandbox.")
    var sandbox: SandboxArgument

    @OptionGroup var admin: AdminOptions

    func run() async throws {
        let name = sandbox.name.text
        let document: JSONValue
        switch try StateAccess(admin) {
        case .host(let client):
            let answer = try client.send("GET", "/state/\(name)")
            guard let value = try? JSONValue(parsing: answer.body, depthLimit: StatePatch.depthLimit) else {
                throw CommandFailure(.unavailable, "what answers at \(client.address.url) is no host of this version")
            }
            document = value
        case .folder(let folder): document = try await folder.document(of: name)
        }
        Console.writeNow(String(decoding: document.bytes(pretty: true), as: UTF8.self) + "\n")
    }
}
