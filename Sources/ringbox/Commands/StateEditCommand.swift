import ArgumentParser
import HTTPText
import HandlerHost
import JSONText
import StateStore

struct StateEditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "edit",
        abstract: "Change a sandbox's state, or a part of it, in your editor.",
        discussion: """
            Opens the editor that VISUAL or EDITOR names, or vi. What it leaves is stored if nobody has changed the state meanwhile; if \
            somebody has, or if it is no JSON, nothing is stored and the text is kept.

              ringbox state edit uis_test /couriers/74952345678
            """)

    @Argument(help: "The sandbox.")
    var sandbox: SandboxArgument

    @Argument(help: "Only what is there.")
    var path: String?

    @OptionGroup var admin: AdminOptions

    func run() async throws {
        let name = sandbox.name.text
        let pointer = try PlaceText.pointer(path)
        let access = try StateAccess(admin)
        let (before, version) = try await read(name, pointer, access)
        let text = EditedText(String(decoding: before.bytes(pretty: true), as: UTF8.self) + "\n")
        try text.edit()
        do throws(CommandFailure) {
            let after: JSONValue
            let bytes = try text.read(limit: access.textLimit)
            do throws(JSONSyntaxError) {
                after = try JSONValue(parsing: bytes, depthLimit: StatePatch.depthLimit, surrogates: .refused)
            } catch {
                throw CommandFailure(.failure, "what the editor left is no JSON: \(error)")
            }
            guard after.text != before.text else {
                Console.print("\(name): nothing was changed")
                return text.remove()
            }
            var patch = StatePatch(from: before, to: after, at: pointer)
            if patch.operations.count > HandwrittenPatch.operationLimit { patch = StatePatch([.replace(pointer, after)]) }
            Console.print("\(name): version \(try await store(patch, name, over: version, access))")
        } catch {
            throw CommandFailure(error.code, "\(error.sentence); your text is in \(text.path)")
        }
        text.remove()
    }

    private func read(
        _ name: String, _ pointer: JSONPointer, _ access: StateAccess
    ) async throws(CommandFailure) -> (JSONValue, version: Int64) {
        switch access {
        case .host(let client):
            let answer = try client.send("GET", StateTarget.text(name, nil, [("path", pointer.description)]))
            guard let tag = answer.entityTag, let version = Int64(tag.filter { $0 != "\"" }) else { throw client.stranger }
            return (try client.json(answer), version)
        case .folder(let folder):
            return try await folder.reading(name) { store in
                let version = try await store.version(of: name)
                return (try StatePlace.value(at: pointer, in: try await store.content(of: name, at: version).document), version)
            }
        }
    }

    private func store(
        _ patch: StatePatch, _ name: String, over version: Int64, _ access: StateAccess
    ) async throws(CommandFailure) -> Int {
        switch access {
        case .host(let client):
            let fields = [(name: "If-Match", value: "\"\(version)\""), (name: "Content-Type", value: "application/json-patch+json")]
            return try client.version(client.send("PATCH", StateTarget.text(name), body: patch.bytes, fields: fields))
        case .folder(let folder):
            let edit = StateEdit.patch(HandwrittenPatch(patch))
            return try await folder.edit(name, if: StateCondition(match: .among([version])), edit)
        }
    }
}
