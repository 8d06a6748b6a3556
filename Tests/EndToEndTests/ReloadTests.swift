import Foundation
import Glibc
import JSONText
import TestSupport
import Testing

/// Files that change while requests come.
@Suite(.ownThreads, .serialized, .timeLimit(.minutes(3)))
struct ReloadTests {
    @Test func noRequestFailsWhileFilesAreSaved() throws {
        let host = try start(["a/go.js": version(0), "a/state.json": #"{"n": 0}"#])
        let callers = (0..<32).map { _ in Caller(port: host.trafficPort, target: "/@a/go?n=") }
        for number in 1...10 {
            try host.handlers.write(version(number), to: "a/go.js")
            try waitFor(host, answer: number)
        }
        var answers: [HTTPAnswer] = []
        for caller in callers {
            let (own, failure) = caller.stop()
            #expect(failure == nil)
            answers += own
        }
        #expect(answers.allSatisfy { $0.status == 200 && $0.headers["ringbox-outcome"] == "ok" })
        let state = try JSONValue(parsing: host.admin("GET", "/state/a").body)
        let others = state["asked"]?.int ?? 0
        #expect(state["n"]?.int == answers.count + others, "each turn counted once, over all versions")
    }

    @Test func aSyntaxErrorKeepsTheVersionBefore() throws {
        let host = try start(["a/go.js": version(1), "a/state.json": #"{"n": 0}"#])
        try host.handlers.write("export default (req, state) => {\n  return { returned_code: ;\n}", to: "a/go.js")
        let line = try host.output.line { $0.contains("go.js:2:") }
        #expect(line.contains("a/") || line.contains("go.js"))
        #expect(try host.get("/@a/go").text == #"{"returned_code":1}"#)
        let log = try CommandResult.ringbox("logs", "a", "--data", host.data.path)
        #expect(log.output.contains("go.js:2:"), "\(log.output)\(log.errors)")
        try host.handlers.write(version(2), to: "a/go.js")
        try waitFor(host, answer: 2)
    }

    @Test func aNewSandboxAndADeletedOneAreSeen() throws {
        let host = try start(["a/go.js": version(1)])
        try host.handlers.write("module.exports = () => ({ returned_code: 7 })", to: "b/deep/er.js")
        try waitUntil { try host.get("/@b/deep/er").text == #"{"returned_code":7}"# }
        try host.handlers.remove("b")
        try waitUntil { try host.get("/@b/deep/er").status == 404 }
        #expect(try host.get("/@a/go").status == 500, "state.n is missing there")
    }

    @Test func aSandboxThatNeverLoadedSaysWhy() throws {
        let host = try start(["a/go.js": "export default (", "a/sandbox.yaml": "dialect: uis\n"])
        let answer = try host.get("/@a/go")
        let problem = try JSONValue(parsing: answer.body)
        #expect(answer.status == 503 && problem["outcome"] == "load_failed")
        #expect(problem["detail"]?.string?.contains("go.js:1:") == true)
    }

    @Test func linksThatLeadOutOfTheFolderAreRefused() throws {
        let outside = try TemporaryFolder()
        try outside.write("module.exports = () => 1", to: "go.js")
        let host = try start(["a/go.js": version(1)])
        #expect(symlink(outside.path, "\(host.handlers.path)/evil") == 0)
        try host.handlers.write("module.exports = () => ({ returned_code: 1 })", to: "c/go.js")
        try waitUntil { try host.get("/@c/go").status == 200 }
        #expect(try host.get("/@evil/go").status != 200)
        _ = try host.output.line { $0.contains("evil") && $0.contains("link") }
    }

    @Test func saveOfANeighbourTakesEffectBesideFoldersWithoutEnd() throws {
        let host = try start(["a/go.js": version(1), "a/state.json": #"{"n": 0}"#, "evil/go.js": version(1)])
        let evil = host.handlers.path + "/evil"
        #expect(symlink("/", evil + "/r") == 0)
        for number in 0..<26 {
            #expect(mkdir("\(evil)/f\(number)", 0o755) == 0)
            for side in ["left", "right"] { #expect(symlink("../f\(number + 1)", "\(evil)/f\(number)/\(side)") == 0) }
        }
        for number in 0..<9 {
            try host.handlers.write("exports.x = \(number)", to: "shop/lib/p\(number)/index.js")
            #expect(mkdir("\(host.handlers.path)/shop/lib/p\(number)/node_modules", 0o755) == 0)
            for other in 0..<9 where other != number {
                #expect(symlink("../../p\(other)", "\(host.handlers.path)/shop/lib/p\(number)/node_modules/p\(other)") == 0)
            }
        }
        try host.handlers.write(
            "const { x } = require('./lib/p0/node_modules/p8'); module.exports = () => ({ returned_code: x })", to: "shop/go.js")
        try waitUntil { try host.get("/@shop/go").text == #"{"returned_code":8}"# }
        try host.handlers.write(version(2), to: "a/go.js")
        try waitFor(host, answer: 2)
        _ = try host.output.line { $0.contains("evil") && $0.contains("link") }
        try host.restart()
        try waitFor(host, answer: 2)
        #expect(host.kill(SIGTERM) == 0)
    }

    private func start(_ files: [String: String]) throws -> HostProcess {
        let handlers = try TemporaryFolder()
        for (path, text) in files { try handlers.write(text, to: path) }
        return try HostProcess(handlers: handlers, data: TemporaryFolder())
    }

    private func version(_ number: Int) -> String {
        "export default (req, state) => { state.n += 1; if (req.query.ask) state.asked = (state.asked ?? 0) + 1; return { returned_code: \(number) } }\n"
    }

    private func waitFor(_ host: HostProcess, answer number: Int) throws {
        try waitUntil { try host.get("/@a/go?ask=1").text == #"{"returned_code":\#(number)}"# }
    }
}

/// Asks again until `condition` holds.
func waitUntil(within patience: TimeInterval = 60, _ condition: () throws -> Bool) throws {
    let deadline = Date(timeIntervalSinceNow: patience)
    while !(try condition()) {
        try #require(Date() < deadline, "it did not happen in time")
    }
}
