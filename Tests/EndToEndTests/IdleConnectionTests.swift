import Foundation
import Glibc
import TestSupport
import Testing

@Suite(.ownThreads, .serialized, .timeLimit(.minutes(2)))
struct IdleConnectionTests {
    @Test func fiveThousandCostLittleAndNobodyNotices() throws {
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        limit.rlim_cur = limit.rlim_max
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        let count = min(5_000, Int(clamping: limit.rlim_max) - 1_000)
        let handlers = try TemporaryFolder()
        try handlers.write("module.exports = () => ({ returned_code: 1 })", to: "a/go.js")
        let host = try HostProcess(handlers: handlers, data: TemporaryFolder())
        #expect(try host.get("/@a/go").status == 200)
        let before = try ProcessMemory.privateBytes(of: host.processID)
        var connections: [HTTPConnection] = []
        for number in 0..<count {
            let connection = try host.connect()
            // Each tenth has made a request, as a connection that is kept has.
            if number % 10 == 0 { #expect(try connection.request("GET", "/@a/go").status == 200) }
            connections.append(connection)
        }
        #expect(try host.get("/@a/go").status == 200)
        let perConnection = Double(try ProcessMemory.privateBytes(of: host.processID) - before) / Double(count) / 1_024
        print("\(count) idle connections: \(perConnection) KiB of private memory each")
        #expect(perConnection < 64)
        for connection in connections.suffix(10) { #expect(try connection.request("GET", "/@a/go").status == 200) }
    }
}
