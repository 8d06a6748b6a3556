import HTTPText
import HandlerHost
import VirtualPBX
import YAMLText

/// The call tests of a sandbox, as they are on disk.
struct TestedSandbox: Sendable {
    let name: SandboxName
    /// Nil when it has none, or one that cannot be read.
    let scenario: Scenario?
    /// Why there is no scenario.
    let scenarioProblem: String?
    /// By file name.
    let tests: [PlannedTest]

    /// Reads everything.
    ///
    /// - Throws: ``CommandFailure`` when the folder with the tests cannot be read.
    init(_ file: ScenarioFile) throws(CommandFailure) {
        let files = file.files
        name = files.entry.name
        var scenario: Scenario?
        var problem: String?
        do throws(CommandFailure) {
            scenario = try file.read()
        } catch {
            problem = error.sentence
        }
        (self.scenario, scenarioProblem) = (scenario, problem)
        let names: [String]
        do throws(BundleError) {
            names = try files.names(in: CallTest.folderName)
        } catch {
            throw CommandFailure(.inputOutput, "\(error)")
        }
        tests = names.filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".yml") }.map { name in
            PlannedTest(of: files, path: "\(CallTest.folderName)/\(name)")
        }
    }
}

/// A call test, as far as it can be read.
struct PlannedTest: Sendable {
    let sandbox: SandboxName
    /// Relative to the handlers folder.
    let file: String
    let content: Result<CallTest, YAMLError>

    init(of files: SandboxSideFiles, path: String) {
        sandbox = files.entry.name
        let place = files.place(path)
        file = place
        do throws(BundleError) {
            let bytes = try files.read(path, limit: YAMLNode.longestFile * 4) ?? []
            content = Result { () throws(YAMLError) in try CallTest(parsing: bytes, file: place) }
        } catch {
            content = .failure(YAMLError(slips: [YAMLSlip(file: place, line: 1, column: 1, message: "\(error)")]))
        }
    }

    /// For people.
    var name: String {
        if case .success(let test) = content { return test.name }
        return String(file.split(separator: "/").last ?? "")
    }
}
