import TestSupport
import Testing

/// A host on a kernel that lacks a part of the jail.
@Suite(.ownThreads, .timeLimit(.minutes(2)))
struct KernelTests {
    private let handlers: TemporaryFolder
    private let tools: TemporaryFolder

    init() throws {
        handlers = try TemporaryFolder()
        try handlers.write("module.exports = () => ({ returned_code: 1 })", to: "good/go.js")
        tools = try TemporaryFolder()
    }

    static let lacks = [
        ("landlock", "Landlock does not cover files"), ("seccomp", "no filter of system calls"),
        ("resource-limits", "limits on descriptors"),
    ]

    @Test(arguments: lacks)
    func theHostSaysWhatIsMissingAndServes(_ lack: (part: String, sentence: String)) throws {
        let host = try HostProcess(handlers: handlers, data: TemporaryFolder(), options: ["--worker", worker(without: lack.part)])
        _ = try host.output.line { $0.contains("warning: the workers' jail is not whole:") }
        _ = try host.output.line { $0.contains(lack.sentence) }
        #expect(try host.get("/@good/go").text == #"{"returned_code":1}"#)
    }

    @Test(arguments: lacks)
    func theHostRefusesToRunWhenTheJailIsRequired(_ lack: (part: String, sentence: String)) throws {
        let data = try TemporaryFolder()
        let served = try CommandResult.ringbox(
            "serve", "--require-jail", "--handlers", handlers.path, "--data", data.path, "--port", "0", "--admin-port", "0", "--worker",
            worker(without: lack.part))
        #expect(served.exitCode == 69)
        #expect(served.errors.hasPrefix("ringbox: --require-jail: "))
        #expect(served.errors.contains(lack.sentence))
        let checked = try CommandResult.ringbox(
            "check", "--require-jail", "--handlers", handlers.path, "--worker", worker(without: lack.part))
        #expect(checked.exitCode == 69)
    }

    @Test func aWholeJailIsNothingToTalkAbout() throws {
        let host = try HostProcess(handlers: handlers, data: TemporaryFolder(), options: ["--require-jail"])
        #expect(try host.get("/@good/go").text == #"{"returned_code":1}"#)
        #expect(!host.output.all.contains("jail"))
        #expect(try CommandResult.ringbox("check", "--require-jail", "--handlers", handlers.path).exitCode == 0)
    }

    @Test func aRequiredJailNeedsAWorkerThatStarts() throws {
        try tools.write("#!/bin/sh\nexit 1\n", to: "worker")
        try tools.makeExecutable("worker")
        let checked = try CommandResult.ringbox(
            "check", "--require-jail", "--handlers", handlers.path, "--worker", tools.path + "/worker")
        #expect(checked.exitCode == 69 && checked.errors.contains("it hung up"))
    }

    @Test func descriptorsAreClosedWithoutTheCallForAllAtOnce() throws {
        let launcher = [BuiltProducts.path(of: "ringbox-lean-kernel"), "close-range"]
        #expect(try Probe("locked", "descriptors", prefix: launcher).description == "0 1 2 3")
    }

    /// The path of a worker that the kernel gives less than it could.
    private func worker(without part: String) throws -> String {
        let name = "worker-without-\(part)"
        let lean = BuiltProducts.path(of: "ringbox-lean-kernel")
        try tools.write("#!/bin/sh\nexec '\(lean)' \(part) '\(BuiltProducts.path(of: "ringbox-worker"))'\n", to: name)
        try tools.makeExecutable(name)
        return tools.path + "/" + name
    }
}
