import NIOCore
import Testing

@testable import HTTPFrontend

struct SocketAddressTests {
    @Test(arguments: [
        ("192.0.2.1", "192.0.2.1", true), ("192.0.2.1", "192.0.2.2", false), ("192.0.2.1", "193.0.2.1", false),
        ("2001:db8::1", "2001:db8::1", true), ("2001:db8::1", "2001:db8::2", false), ("2001:db8::1", "3001:db8::1", false),
        ("127.0.0.1", "::ffff:127.0.0.1", false),
    ])
    func knowsTheSameHostWhateverThePort(left: String, right: String, isSame: Bool) throws {
        let (left, right) = try (SocketAddress(ipAddress: left, port: 8080), SocketAddress(ipAddress: right, port: 50_000))
        #expect(left.isOfSameHost(as: right) == isSame)
        #expect(right.isOfSameHost(as: left) == isSame)
    }

    @Test func aSocketInTheFileSystemIsOfNoHost() throws {
        let path = try SocketAddress(unixDomainSocketPath: "/tmp/x")
        #expect(!path.isOfSameHost(as: path))
    }
}
