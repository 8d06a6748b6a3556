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
        #expect(try threads(of: worker).count > 1)
        #expect(await test.get("/@a/long").outcome == .exceededCPU)
        #expect(await test.host.summaries().first?.processID == worker)
        #expect(try priorities(ofThreadsOf: worker) == [min(own + 10, 19)], "the thread that computes is not the first one")
        #expect(await test.get("/@a/short").outcome == .ok)
    }

    @Test func aWorkerWhoseTopLevelCodeComputesForLongComesAfterTheOthers() async throws {
        let workers = try OwnWorkers()
        let files = ["a/go.js": "for (;;) {}", "a/sandbox.yaml": "limits: { load: 10m }"]
        let test = try await TestHost(files, waits: false) { configuration in
            configuration.workerExecutable = workers.path
            configuration.spareWorkers = 0
        }
        let own = getpriority(process, 0)
        try await eventually("its worker comes after the others") {
            guard let worker = try workers.processes.first else { return false }
            return try priorities(ofThreadsOf: worker) == [min(own + 10, 19)]
        }
        await test.stop()
    }

    private func threads(of processID: Int32) throws -> [id_t] {
        try FileManager.default.contentsOfDirectory(atPath: "/proc/\(processID)/task").compactMap { id_t($0) }
    }

    /// The priorities that there are among all threads of a process. One that ends meanwhile has none.
    private func priorities(ofThreadsOf processID: Int32) throws -> Set<Int32> {
        let threads = try threads(of: processID)
        return Set(
            threads.compactMap { thread in
                errno = 0
                let priority = getpriority(process, thread)
                return errno == 0 ? priority : nil
            })
    }
}
