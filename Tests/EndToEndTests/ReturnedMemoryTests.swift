import Foundation
import TestSupport
import Testing

/// Large requests pass through the host, and their memory does not stay.
@Suite(.ownThreads, .serialized, .timeLimit(.minutes(10)))
struct ReturnedMemoryTests {
    /// What stays is the activity, with the beginnings of the bodies.
    @Test func aHostThatHasReadLargeBodiesGivesTheirMemoryBack() async throws {
        let handlers = try TemporaryFolder()
        try handlers.write("module.exports = () => ({ returned_code: 1 })", to: "a/index.js")
        try handlers.write("limits: { memory: 512MiB, wall: 10m, cpu: 10m, queued: 10m, queue: 500 }\n", to: "a/sandbox.yaml")
        let host = try HostProcess(handlers: handlers, data: TemporaryFolder())
        #expect(try host.get("/@a/").status == 200)
        let before = try ProcessMemory.privateBytes(of: host.processID)
        let half = [UInt8](repeating: 120, count: 500_000)
        let head = "POST /@a/ HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nContent-Length: 1000000\r\n\r\n"
        let callers = try (0..<120).map { _ in try host.connect() }
        // The host has a part of each before it has all of one.
        for caller in callers { try caller.send(Array(head.utf8) + half) }
        for caller in callers { try caller.send(half) }
        for caller in callers { #expect(try caller.answer().status == 200) }
        let most = try ProcessMemory.privateBytes(of: host.processID)
        print("bodies of 1 MB: \(before >> 20) MiB before, \(most >> 20) MiB behind them")
        try await eventually("what nobody uses is given back", within: .seconds(240)) {
            try ProcessMemory.privateBytes(of: host.processID) < before + 32 << 20
        }
    }
}
