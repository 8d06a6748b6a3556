import HTTPText
import HandlerHost
import PlainText
import TextFilters
import VirtualPBX
import YAMLText

/// The scenario of a sandbox: `scenario.yaml` in its folder.
struct ScenarioFile {
    /// A scenario, with the secrets that it names in its addresses.
    struct Content {
        var scenario: Scenario
        /// Hides them.
        var redaction: Redaction
    }

    let files: SandboxSideFiles
    private let secrets: SecretSource

    /// Finds the sandbox.
    ///
    /// - Parameters:
    ///   - handlers: The handlers folder, which exists.
    ///   - secrets: What `${NAME}` in the scenario stands for.
    /// - Throws: ``CommandFailure`` when it has no such sandbox.
    init(of sandbox: SandboxName, in handlers: String, secrets: SecretSource) throws(CommandFailure) {
        let scanner = SandboxScanner(folder: handlers)
        if let entry = scanner.entry(of: sandbox) {
            self.init(SandboxSideFiles(of: entry, in: handlers), secrets: secrets)
            return
        }
        let entries = scanner.scan().entries
        guard let entry = entries.first(where: { $0.name == sandbox }) else {
            let nearest = Spelling.nearest(to: sandbox.text, among: entries.map(\.name.text)).first
            throw CommandFailure(
                .noInput, "\(handlers) has no sandbox \"\(sandbox)\"\(nearest.map { " (did you mean \"\($0)\"?)" } ?? "")")
        }
        self.init(SandboxSideFiles(of: entry, in: handlers), secrets: secrets)
    }

    init(_ files: SandboxSideFiles, secrets: SecretSource) {
        self.files = files
        self.secrets = secrets
    }

    /// Where it is, relative to the handlers folder.
    var place: String { files.place(Scenario.fileName) }

    /// The scenario, for a command: it shows none of the secrets from here on.
    ///
    /// - Throws: ``CommandFailure`` with every slip, or with how to write one when there is none.
    func read() throws(CommandFailure) -> Scenario {
        let content = try content()
        CommandSecrets.hide(content.redaction)
        return content.scenario
    }

    /// The scenario, for a command, or what is wrong with it; nil when there is none.
    ///
    /// - Throws: ``CommandFailure`` when the file cannot be read.
    func readIfAny() throws(CommandFailure) -> Result<Scenario, YAMLError>? {
        guard let content = try contentIfAny() else { return nil }
        if case .success(let content) = content { CommandSecrets.hide(content.redaction) }
        return content.map(\.scenario)
    }

    /// The scenario.
    ///
    /// - Throws: ``CommandFailure`` with every slip, or with how to write one when there is none.
    func content() throws(CommandFailure) -> Content {
        switch try contentIfAny() {
        case .success(let content)?: return content
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

    private func contentIfAny() throws(CommandFailure) -> Result<Content, YAMLError>? {
        let bytes: [UInt8]?
        do throws(BundleError) {
            // What is a little too long is told by the parser, in bytes.
            bytes = try files.read(Scenario.fileName, limit: YAMLNode.longestFile * 4)
        } catch {
            throw CommandFailure(.inputOutput, "\(error)")
        }
        guard let bytes else { return nil }
        return Result { () throws(YAMLError) in try parse(bytes) }
    }

    /// - Throws: Slips that show no secret.
    private func parse(_ bytes: [UInt8]) throws(YAMLError) -> Content {
        var expansion = SecretExpansion(secrets, file: place)
        let scenario: Result<Scenario, YAMLError>
        do throws(YAMLError) {
            scenario = .success(try Scenario(parsing: bytes, file: place) { expansion.expandedAddresses($0) })
        } catch {
            scenario = .failure(error)
        }
        let redaction = expansion.redaction
        // What is wrong with an address that lacks a secret may only follow from that.
        if !expansion.slips.isEmpty { throw YAMLError(slips: expansion.slips) }
        switch scenario {
        case .success(let scenario): return Content(scenario: scenario, redaction: redaction)
        case .failure(var error):
            for index in error.slips.indices { error.slips[index].message = redaction.text(error.slips[index].message) }
            throw error
        }
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
