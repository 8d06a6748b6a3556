import HTTPFrontend
import Testing

struct ListenAddressTests {
    @Test func writesIPv6AddressesInBrackets() {
        #expect(ListenAddress(host: "::1", port: 80).url == "http://[::1]:80")
        #expect(ListenAddress(host: "localhost", port: 8080).url == "http://localhost:8080")
    }

    @Test(arguments: [("0.0.0.0", "127.0.0.1"), ("::", "::1"), ("10.0.0.1", "10.0.0.1")])
    func isReachedLocally(_ host: String, _ local: String) {
        #expect(ListenAddress(host: host, port: 1).local == ListenAddress(host: local, port: 1))
    }
}
