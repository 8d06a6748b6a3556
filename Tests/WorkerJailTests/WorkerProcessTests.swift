import Foundation
import Glibc
import TestSupport
import Testing
import WorkerProtocol

/// A worker as others see it.
@Suite(.ownThreads, .timeLimit(.minutes(2)))
struct WorkerProcessTests {
    @Test func everyThreadIsInTheJail() throws {
        let worker = try JailedWorker()
        _ = try worker.value(of: "Array.from({ length: 300000 }, (_, i) => ({ i })).length")
        let status = try ProcessStatus(of: worker.program.processID)
        #expect(status.threads > 2)
        for thread in status.all {
            #expect(thread["NoNewPrivs"] == "1")
            // 2 is a filter.
            #expect(thread["Seccomp"] == "2")
            for set in ["CapInh", "CapPrm", "CapEff", "CapAmb"] { #expect(thread[set] == "0000000000000000") }
        }
    }

    @Test func theKernelKillsItFirst() throws {
        let worker = try JailedWorker()
        let score = try String(contentsOfFile: "/proc/\(worker.program.processID)/oom_score_adj", encoding: .utf8)
        #expect(score == "1000\n")
    }

    /// Only root may look.
    @Test(.enabled(if: getuid() == 0))
    func itsDescriptorsLeadNowhere() throws {
        let worker = try JailedWorker(environment: ["RINGBOX_PROBE": "remembered"])
        _ = try worker.value(of: "new Date().toString().length > 0")
        let folder = "/proc/\(worker.program.processID)/fd"
        var sockets = 0
        for descriptor in try FileManager.default.contentsOfDirectory(atPath: folder) {
            let target = try FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/\(descriptor)")
            if target.hasPrefix("socket:") { sockets += 1 }
            let harmless = ["socket:", "/dev/null", "anon_inode:[eventfd]"].contains { target.hasPrefix($0) }
            #expect(harmless, "\(descriptor) is \(target)")
        }
        #expect(sockets == 1)
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(worker.program.processID)/cwd") == "/")
        let environment = try Data(contentsOf: URL(filePath: "/proc/\(worker.program.processID)/environ"))
        #expect(environment.allSatisfy { $0 == 0 })
    }

    @Test func aWorkerOfNobodyEndsWithItsHost() throws {
        let worker = try JailedWorker(as: Probe.User.possible.last ?? .own)
        #expect(worker.ready.missing == [])
        worker.hangUp()
        #expect(worker.program.wait() == 0)
    }
}
