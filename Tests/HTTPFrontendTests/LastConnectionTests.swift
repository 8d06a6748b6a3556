import Foundation
import Glibc
import Testing

/// Connections that come while the servers stop.
@Suite(.timeLimit(.minutes(3)))
struct LastConnectionTests {
    @Test func aConnectionThatNobodyTakesAnyMoreIsClosedAndNothingElseHappens() async {
        await #expect(processExitsWith: .success) {
            for round in 0..<60 {
                try? await ServedFolder.serve([:]) { served in
                    for port in [served.traffic, served.admin, served.traffic, served.admin] {
                        Thread { Self.connectAsLongAsSomebodyListens(port) }.start()
                    }
                    // Gracefully, and by cancelling everything, as when the time for a graceful end is over.
                    if round % 2 == 0 { throw CancellationError() }
                    await served.stop()
                }
            }
        }
    }

    private static func connectAsLongAsSomebodyListens(_ port: Int) {
        var isAccepted = true
        while isAccepted {
            let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = in_port_t(UInt16(port)).bigEndian
            address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
            isAccepted = withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
                }
            }
            close(descriptor)
        }
    }
}
