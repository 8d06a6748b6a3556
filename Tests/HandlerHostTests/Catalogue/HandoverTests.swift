import Foundation
import HandlerHost
import TestSupport
import Testing

/// A sandbox that is slow, and what the others notice of it: nothing.
@Suite(.timeLimit(.minutes(2)))
struct HandoverTests {
    private static let endless = "for (;;) {}\n"
    private static let good = "module.exports = () => ({ returned_code: 1 })\n"
    private let workers: OwnWorkers
    /// Longer than the test may take: whoever waits for it does not pass.
    private static let patient = "limits: { load: 10m, wall: 10m, queued: 10m }\n"

    init() throws { workers = try OwnWorkers() }

    private func host(_ files: [String: String], waits: Bool = true) async throws -> TestHost {
        try await TestHost(files, waits: waits) { configuration in
            configuration.workerExecutable = workers.path
            configuration.spareWorkers = 0
        }
    }

    @Test func aSaveDoesNotWaitForTurnsOfAnotherSandboxThatAreUnderWay() async throws {
        let test = try await host([
            "slow/wait.js": "module.exports = async () => { await new Promise((end) => setTimeout(end, 590000)) }\n",
            "slow/sandbox.yaml": Self.patient, "b/go.js": Self.good,
        ])
        let waiting = Task { await test.get("/@slow/wait") }
        try await eventually("it waits") { await test.host.summaries().contains { $0.name == "slow" && $0.suspended == 1 } }
        try test.folder.write("module.exports = () => ({ returned_code: 2 })\n", to: "slow/go.js")
        try await eventually("the new version has loaded and waits for its turn") {
            try workers.count == 3
        }
        try test.folder.write("module.exports = () => ({ returned_code: 2 })\n", to: "b/go.js")
        try await eventually("the other one serves its new version") { await test.get("/@b/go").text == #"{"returned_code":2}"# }
        #expect(await test.host.summaries().contains { $0.name == "slow" && $0.suspended == 1 }, "the turn still waits")
        waiting.cancel()
        await test.stop()
    }

    @Test func neitherASaveNorARequestWaitsForSandboxesThatAreBeingLoaded() async throws {
        let test = try await host(["b/go.js": Self.good])
        for number in 1...3 {
            try test.folder.write(Self.patient, to: "slow\(number)/sandbox.yaml")
            try test.folder.write(Self.endless, to: "slow\(number)/go.js")
        }
        try await eventually("they load") { try workers.count >= 4 }
        try test.folder.write("module.exports = () => ({ returned_code: 2 })\n", to: "b/go.js")
        try await eventually("the other one serves its new version") { await test.get("/@b/go").text == #"{"returned_code":2}"# }
        try test.folder.write(Self.good, to: "c/go.js")
        try await eventually("a new one serves") { await test.get("/@c/go").text == #"{"returned_code":1}"# }
        await test.stop()
    }

    /// The files of `slow1`, `slow2` …, whose top-level code does not end.
    private static func slowOnes(_ count: Int) -> [String: String] {
        (1...count).reduce(into: [:]) { files, number in
            files["slow\(number)/go.js"] = endless
            files["slow\(number)/sandbox.yaml"] = patient
        }
    }

    @Test func aSandboxThatIsAskedForPassesAllThatLoadForNobody() async throws {
        // More than the host loads at the same time when nobody waits.
        var files = ["z/go.js": Self.good]
        files.merge(Self.slowOnes(6)) { first, _ in first }
        let test = try await host(files, waits: false)
        #expect(await test.get("/@z/go").text == #"{"returned_code":1}"#)
        await test.stop()
    }

    @Test func aSandboxThatIsAskedForDoesNotWaitForMoreSlowOnesThanThereArePlaces() async throws {
        var files = ["z/go.js": Self.good]
        files.merge(Self.slowOnes(14)) { first, _ in first }
        let test = try await host(files, waits: false)
        let callers = (1...14).map { number in Task { await test.get("/@slow\(number)/go") } }
        try await eventually("as many load as have places") { try workers.count >= 12 }
        #expect(await test.get("/@z/go").text == #"{"returned_code":1}"#)
        for caller in callers { caller.cancel() }
        await test.stop()
    }

    /// More than may load at the same time, each for ten minutes.
    @Test(.timeLimit(.minutes(5))) func neitherASaveNorANewSandboxWaitsForAnyNumberThatDoNotEnd() async throws {
        let test = try await host(["b/go.js": Self.good])
        for (path, text) in Self.slowOnes(60) { try test.folder.write(text, to: path) }
        try await eventually("as many load as may") { try workers.count >= 46 }
        try test.folder.write("module.exports = () => ({ returned_code: 2 })\n", to: "b/go.js")
        try await eventually("the save serves") { await test.get("/@b/go").text == #"{"returned_code":2}"# }
        try test.folder.write(Self.good, to: "c/go.js")
        try await eventually("the new one serves") { await test.host.summaries().contains { $0.name == "c" && $0.bundle != nil } }
        await test.stop()
    }

    @Test func aTransformationThatDoesNotEndHoldsUpNobody() async throws {
        let tools = try TemporaryFolder()
        // What takes long is marked in the file.
        try tools.write(
            "#!/bin/sh\nbytes=$(cat)\ncase $bytes in *forever*) printf x >> \(tools.path)/begun; exec sleep 600;; esac\nprintf '%s' \"module.exports = () => ({ returned_code: 3 })\"\n",
            to: "esbuild")
        try tools.makeExecutable("esbuild")
        let transformer = ModuleTransformer(program: tools.path + "/esbuild", limit: .seconds(600))
        let handlers = try TemporaryHandlers()
        // As many as the places for reading what was saved.
        let names = (1...4).map { "slow\($0)" }
        for name in names { for number in 1...3 { try handlers.write("\(name)/b\(number).ts", "export default 'forever \(number)'") } }
        try handlers.write("b/go.ts", "export default 1")
        let begun = tools.path + "/begun"
        let slow = names.map { name in Task { try await handlers.build(name, with: transformer) } }
        try await eventually("they are under way") { (try? String(contentsOfFile: begun, encoding: .utf8))?.count == names.count }
        let bundle = try await handlers.build("b", with: transformer)
        #expect(bundle.modules.count == 1)
        for one in slow { one.cancel() }
        // Nobody waits for a program that is not needed any more.
        for one in slow { await #expect(throws: BundleError.self) { try await one.value } }
    }

    @Test func theHostEndsWhileSandboxesLoad() async throws {
        var files = ["z/go.js": Self.good]
        files.merge(Self.slowOnes(6)) { first, _ in first }
        let test = try await host(files, waits: false)
        let asked = Task { await test.get("/@slow6/go") }
        try await eventually("some load") { try workers.count >= 2 }
        await test.stop()
        #expect(await asked.value.status >= 400)
        try await eventually("nothing is left") { try workers.count == 0 }
    }

    @Test func whatDoesNotLoadIsToldOnceForEachChangeOfItsOwnFiles() async throws {
        let test = try await host(["broken/go.ts": "export default (", "b/go.js": Self.good])
        func told() -> Int {
            test.host.activity.entries().filter {
                if case .event(let event) = $0.content { event.sandbox == "broken" && event.kind == .loadFailed } else { false }
            }.count
        }
        #expect(told() == 1)
        for number in 2...4 {
            try test.folder.write("module.exports = () => ({ returned_code: \(number) })\n", to: "b/go.js")
            try await eventually("it serves") { await test.get("/@b/go").text == #"{"returned_code":\#(number)}"# }
        }
        #expect(told() == 1)
        try test.folder.write("export default ((", to: "broken/go.ts")
        try await eventually("its own save is told") { told() == 2 }
    }
}
