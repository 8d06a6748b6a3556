import Glibc
import HandlerHost
import TestSupport
import Testing

/// Who comes first when there is not processor time for all.
@Suite(.serialized, .timeLimit(.minutes(1)))
struct WorkerPriorityTests {
    private let process = __priority_which_t(PRIO_PROCESS.rawValue)

    @Test func aWorkerThatComputesForLongComesAfterTheOthers() async throws {
        let test = try await TestHost([
            "a/short.js": "module.exports = () => ({ returned_code: 1 })",
            "a/long.js": "module.exports = () => { for (;;) {} }",
            "a/sandbox.yaml": "limits: { wall: 50s, cpu: 1s }",
        ])
        let own = getpriority(process, 0)
        #expect(await test.get("/@a/short").outcome == .ok)
        let worker = try #require(await test.host.summaries().first?.processID)
        #expect(getpriority(process, id_t(worker)) == own)
        #expect(await test.get("/@a/long").outcome == .exceededCPU)
        #expect(await test.host.summaries().first?.processID == worker)
        #expect(getpriority(process, id_t(worker)) == min(own + 10, 19))
        #expect(await test.get("/@a/short").outcome == .ok)
    }
}
