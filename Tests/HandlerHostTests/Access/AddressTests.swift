import HTTPText
import HandlerHost
import Testing

struct AddressTests {
    @Test(arguments: [
        ("10.0.0.0/8", "10.255.0.1", true), ("10.0.0.0/8", "11.0.0.1", false), ("127.0.0.1/8", "127.9.9.9", true),
        ("192.0.2.7", "192.0.2.7", true), ("192.0.2.7", "192.0.2.8", false), ("0.0.0.0/0", "8.8.8.8", true),
        ("0.0.0.0/0", "2001:db8::1", false), ("::/0", "2001:db8::1", true), ("2001:db8::/32", "2001:db8:ffff::1", true),
        ("2001:db8::/32", "2001:db9::1", false), ("2001:db8::/33", "2001:db8:8000::1", false), ("::1", "::1", true),
        ("10.0.0.0/8", "::ffff:10.1.2.3", true), ("::ffff:10.0.0.0/104", "10.1.2.3", true), ("2001:db8::8:0/109", "2001:db8::f:1", true),
    ])
    func aRangeHasTheAddressesOfItsPrefix(_ range: String, _ address: String, _ isInside: Bool) throws {
        let range = try #require(AddressRange(range))
        #expect(range.contains(try #require(IPAddress(address))) == isInside)
    }

    @Test(arguments: [
        "", "10", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/08", "10.0.0.0/-1", "10.0.0.0/8/8", "010.0.0.1", "10.0.0", "10.0.0.256", "::1/129",
        "fe80::1%eth0", "[::1]", "localhost", "1.2.3.4 ", "1.2.3.4\u{0}",
    ])
    func whatIsNoRangeIsNone(_ text: String) {
        #expect(AddressRange(text) == nil)
    }

    @Test(arguments: [
        ("127.0.0.1/8", "127.0.0.0/8"), ("192.0.2.7", "192.0.2.7"), ("0.0.0.0/0", "0.0.0.0/0"), ("::/0", "::/0"), ("::1", "::1"),
        ("2001:DB8:0::/32", "2001:db8::/32"), ("::ffff:10.0.0.0/104", "10.0.0.0/8"), ("2001:db8::1/64", "2001:db8::/64"),
    ])
    func aRangeIsShownAsItCounts(_ text: String, _ shown: String) {
        #expect(AddressRange(text)?.description == shown)
    }
}
