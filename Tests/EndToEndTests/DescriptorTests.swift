import Glibc
import TestSupport
import Testing

/// Connections that nobody uses, on a host that may have few of them.
@Suite(.ownThreads, .serialized, .timeLimit(.minutes(3)))
struct DescriptorTests {
    @Test func aFloodOfOnePortLeavesTheOtherOneAndTheWorkersAlone() throws {
        let handlers = try TemporaryFolder()
        for name in ["a", "b", "c"] { try handlers.write("module.exports = () => ({ returned_code: 1 })", to: "\(name)/go.js") }
        let host = try HostProcess(handlers: handlers, data: TemporaryFolder(), openFiles: 800)
        let kept = try host.connect()
        #expect(try kept.request("GET", "/@a/go").status == 200)
        // Nobody shows the token on them.
        let idle = (0..<900).compactMap { _ in try? HTTPConnection(port: host.adminPort) }
        #expect(try host.get("/@b/go").status == 200)
        #expect(try host.admin("GET", "/loops").status == 200, "the oldest of them gives way")
        let others = (0..<900).compactMap { _ in try? host.connect() }
        // A worker that has not been there yet can be started.
        #expect(try kept.request("GET", "/@c/go").status == 200)
        withExtendedLifetime((idle, others)) {}
    }
}
