import Foundation
import Glibc
import HandlerHost
import TestSupport
import Testing

/// Who comes first when there is not processor time for all.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct WorkerPriorityTests {
    private let process = __priority_which_t(PRIO_PROCESS.rawValue)

    @Test func aWorkerThatComputesForLongComesAfterTheOthers() async throws {
        let test = try await TestHost([
            "a/short.js": "module.exports = () => ({ returned_code: 1 })",
            "a/long.js": "module.exports = () => { for (;;) {} }",
            "a/sandbox.yaml": "limits: { wall: 10m, cpu: 1s }",
        ])
        let own = getpriority(process, 0)
        #expect(await test.get("/@a/short").outcome == .ok)
        let worker = try #require(await test.host.summaries().first?.processID)
        #expect(try priorities(ofThreadsOf: worker) == [own])
        #expect(await test.get("/@a/long").outcome == .exceededCPU)
        #expect(await test.host.summaries().first?.processID == worker)
        #expect(try priorities(ofThreadsOf: worker) == [min(own + 10, 19)], "the thread that computes is not the first one")
        #expect(await test.get("/@a/short").outcome == .ok)
    }

    /// The priorities that there are among all threads of a process. One that ends meanwhile has none.
    private func priorities(ofThreadsOf processID: Int32) throws -> Set<Int32> {
        let threads = try FileManager.default.contentsOfDirectory(atPath: "/proc/\(processID)/task").compactMap { id_t($0) }
        #expect(threads.count > 1)
        return Set(
            threads.compactMap { thread in
                errno = 0
                let priority = getpriority(process, thread)
                return errno == 0 ? priority : nil
            })
    }
}
