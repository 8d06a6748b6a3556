import Foundation
import Glibc
import JSONText
import TestSupport
import Testing

/// Workers are killed at random under load.
@Suite(.ownThreads, .serialized, .timeLimit(.minutes(3)))
struct WorkerKillTests {
    @Test func noNeighbourNoticesAndNoCallerGetsAnythingElseThanAnAnswerOrTheFallback() throws {
        let handlers = try TemporaryFolder()
        try handlers.write("module.exports = (req, state) => { state.n += 1; return { returned_code: 1 } }", to: "victim/go.js")
        try handlers.write(#"{"n": 0}"#, to: "victim/state.json")
        try handlers.write("fallback: { returned_code: 9 }\nlimits: { wall: 60s, queued: 60s, cpu: 60s }\n", to: "victim/sandbox.yaml")
        try handlers.write("module.exports = () => ({ returned_code: 1 })", to: "good/go.js")
        try handlers.write("limits: { wall: 60s, queued: 60s, cpu: 60s }\n", to: "good/sandbox.yaml")
        let host = try HostProcess(handlers: handlers, data: TemporaryFolder())
        let victims = (0..<4).map { _ in Caller(port: host.trafficPort, target: "/@victim/go?n=") }
        let neighbours = (0..<2).map { _ in Caller(port: host.trafficPort, target: "/@good/go?n=") }
        var random = SeededGenerator(seed: 7)
        var killed: Set<Int> = []
        while killed.count < 8 {
            let sandboxes = try #require(JSONValue(parsing: host.admin("GET", "/sandboxes").body).array)
            let worker = sandboxes.first { $0["name"]?.string == "victim" }?["processID"]?.int
            if let worker, killed.insert(worker).inserted { Glibc.kill(pid_t(worker), SIGKILL) }
            // The moment is what the test varies; every moment is right.
            usleep(UInt32.random(in: 1_000...40_000, using: &random))
        }
        for neighbour in neighbours {
            let (answers, failure) = neighbour.stop()
            #expect(failure == nil && !answers.isEmpty)
            #expect(answers.allSatisfy { $0.status == 200 && $0.text == #"{"returned_code":1}"# })
        }
        var stored = 0
        for victim in victims {
            let (answers, failure) = victim.stop()
            #expect(failure == nil && !answers.isEmpty)
            for answer in answers {
                let outcome = try #require(answer.headers["ringbox-outcome"])
                #expect(answer.status == 200)
                if outcome == "ok" {
                    stored += 1
                    #expect(answer.text == #"{"returned_code":1}"#)
                } else {
                    #expect(outcome == "worker_crashed; fallback" && answer.text == #"{"returned_code":9}"#)
                }
            }
        }
        let state = try JSONValue(parsing: host.admin("GET", "/state/victim").body)
        #expect(state["n"]?.int == stored, "each acknowledged turn is stored once, and no other")
    }
}
