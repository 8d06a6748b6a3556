import HandlerHost
import PlainText
import VirtualPBX
import YAMLText

/// The scenario of a sandbox: `scenario.yaml` in its folder.
struct ScenarioFile {
    let files: SandboxSideFiles

    /// Finds the sandbox.
    ///
    /// - Parameter handlers: The handlers folder, which exists.
    /// - Throws: ``CommandFailure`` when it has no such sandbox.
    init(of sandbox: SandboxName, in handlers: String) throws(CommandFailure) {
        let entries = SandboxScanner(folder: handlers).scan().entries
        guard let entry = entries.first(where: { $0.name == sandbox }) else {
            let nearest = Spelling.nearest(to: sandbox.text, among: entries.map(\.name.text)).first
            throw CommandFailure(
                .noInput, "\(handlers) has no sandbox \"\(sandbox)\"\(nearest.map { " (did you mean \"\($0)\"?)" } ?? "")")
        }
        files = SandboxSideFiles(of: entry, in: handlers)
    }

    init(_ files: SandboxSideFiles) { self.files = files }

    /// Where it is, relative to the handlers folder.
    var place: String { files.place(Scenario.fileName) }

    /// The scenario.
    ///
    /// - Throws: ``CommandFailure`` with every slip, or with how to write one when there is none.
    func read() throws(CommandFailure) -> Scenario {
        switch try readIfAny() {
        case .success(let scenario)?: return scenario
        case .failure(let error)?: throw CommandFailure(.failure, "\(error)")
        case nil:
            guard files.entry.kind == .folder else {
                throw CommandFailure(
                    .noInput,
                    "\(files.entry.entry) is a sandbox in one file, which has no scenario: make a folder of it, with \(Scenario.fileName) beside the handler"
                )
            }
            throw CommandFailure(
                .noInput,
                "there is no \(place): it says what the exchange does with a call, such as \"operations: { ask: { interactive: { route: /incoming, backup: bye } }, bye: hangup }\"; docs/scenarios.md has all of it"
            )
        }
    }

    /// The scenario, or what is wrong with it; nil when there is none.
    ///
    /// - Throws: ``CommandFailure`` when the file cannot be read.
    func readIfAny() throws(CommandFailure) -> Result<Scenario, YAMLError>? {
        let bytes: [UInt8]?
        do throws(BundleError) {
            // What is a little too long is told by the parser, in bytes.
            bytes = try files.read(Scenario.fileName, limit: YAMLNode.longestFile * 4)
        } catch {
            throw CommandFailure(.inputOutput, "\(error)")
        }
        guard let bytes else { return nil }
        return Result { () throws(YAMLError) in try Scenario(parsing: bytes, file: place) }
    }

    /// The names of the files in the sandbox's folder `sounds/`.
    func sounds() throws(CommandFailure) -> Set<String> {
        do throws(BundleError) {
            return Set(try files.names(in: "sounds"))
        } catch {
            throw CommandFailure(.inputOutput, "\(error)")
        }
    }
}
