import Foundation
import Glibc
import JSONText
import TestSupport
import Testing

/// What was acknowledged is there, once.
@Suite(.ownThreads, .serialized, .timeLimit(.minutes(5)))
struct DurabilityTests {
    /// Eight callers count up while the host is killed at random moments; each increment has an id of its own.
    @Test func noAcknowledgedIncrementIsLostOrCountedTwice() async throws {
        let handlers = try TemporaryFolder()
        try handlers.write(
            "export default (req, state) => { const n = state.ids.length; state.ids.push(req.query.id); state.count += 1; return { returned_code: 1 } }",
            to: "counter/add.js")
        try handlers.write(#"{"ids": [], "count": 0}"#, to: "counter/state.json")
        let host = try HostProcess(handlers: handlers, data: TemporaryFolder())
        var random = SeededGenerator(seed: 20)
        var acknowledged: Set<String> = []

        for round in 0..<20 {
            let callers = (0..<8).map { Caller(port: host.trafficPort, target: "/@counter/add?id=r\(round)c\($0)-") }
            // The moment is what the test varies; every moment is right.
            if round.isMultiple(of: 2) { try await eventually("something is acknowledged") { callers.allSatisfy(\.hasAcknowledged) } }
            usleep(UInt32.random(in: 1_000...150_000, using: &random))
            host.kill(SIGKILL)
            for caller in callers { acknowledged.formUnion(caller.acknowledged()) }
            try host.restart()
        }

        let state = try JSONValue(parsing: host.admin("GET", "/state/counter").body)
        let stored = try #require(state["ids"]?.array).compactMap { $0.string }
        #expect(acknowledged.count > 20, "the callers got answers at all")
        #expect(acknowledged.subtracting(stored).isEmpty, "acknowledged and lost")
        #expect(Set(stored).count == stored.count, "counted twice")
        #expect(state["count"]?.int == stored.count, "half a turn")
    }
}
