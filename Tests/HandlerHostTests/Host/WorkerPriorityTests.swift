import Glibc
import HandlerHost
import TestSupport
import Testing

/// Who comes first when there is not processor time for all.
@Suite(.serialized, .timeLimit(.minutes(1)))
struct WorkerPriorityTests {
    @Test func everyThreadOfAWorkerComesAfterTheHost() async throws {
        let test = try await TestHost(["a/go.js": "module.exports = () => ({ returned_code: 1 })"])
        #expect(await test.get("/@a/go").status == 200)
        let worker = try #require(await test.host.summaries().first?.processID)
        let threads = try Self.threads(of: worker)
        #expect(!threads.isEmpty)
        let process = __priority_which_t(PRIO_PROCESS.rawValue)
        let own = getpriority(process, 0)
        for thread in threads { #expect(getpriority(process, id_t(thread)) == min(own + 10, 19)) }
    }

    private static func threads(of process: Int32) throws -> [Int32] {
        let directory = try #require(opendir("/proc/\(process)/task"))
        defer { closedir(directory) }
        var threads: [Int32] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if let number = Int32(name) { threads.append(number) }
        }
        return threads
    }
}
