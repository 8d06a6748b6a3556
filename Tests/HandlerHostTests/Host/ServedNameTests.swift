import HTTPText
import HandlerHost
import TestSupport
import Testing

/// Under which names requests reach a sandbox.
@Suite(.timeLimit(.minutes(3)))
struct ServedNameTests {
    private static let files = [
        "a/go.js": "module.exports = () => ({ returned_code: 1 })", "b/go.js": "module.exports = () => ({ returned_code: 2 })",
    ]

    private func host(_ configure: (inout ServedNames) throws -> Void) async throws -> TestHost {
        try await TestHost(Self.files) { configuration in
            configuration.names.domains = try BaseDomains(["pbx.example.com", "pbx.local"])
            configuration.names.hasAnyHost = false
            try configure(&configuration.names)
        }
    }

    @Test func onlyTheDomainsOfTheHostAreServed() async throws {
        let test = try await host { _ in }
        for name in ["a.pbx.example.com", "A.PBX.example.com.:8080", "a.pbx.local"] {
            #expect(await test.get("/go", host: name, peer: "192.0.2.1").text.contains("1"), "\(name)")
        }
        #expect(await test.get("/@a/go", host: "pbx.example.com", peer: "192.0.2.1").outcome == .ok)
        // Whoever owns a name can make it lead here, and a browser then takes this host for his.
        for (target, name) in [
            ("/go", "a.attacker.net"), ("/@a/go", "anything.attacker.net"), ("/@a/go", "192.0.2.7"), ("/@a/go", "localhost"),
            ("/go", "a.localhost"), ("http://a.attacker.net/go", "a.pbx.example.com"), ("/go", "a.pbx.example.com.attacker.net"),
            ("/@a/go", "127.0.0.1"),
        ] {
            let reply = await test.get(target, host: name, peer: "192.0.2.1")
            #expect(reply.status == 421 && reply.outcome == .refused && reply.text.contains("--any-host"), "\(target) \(name)")
        }
    }

    @Test func callersOnThisMachineMayNameItAsSuch() async throws {
        let test = try await host { _ in }
        for (name, peer) in [
            ("localhost:8080", "127.0.0.1"), ("127.0.0.1:8080", "127.0.0.1"), ("[::1]:8080", "::1"), ("127.0.0.2", "127.0.0.1"),
            // A connection to an address of this machine comes from that address.
            ("192.0.2.7:8080", "192.0.2.7"), ("[2001:db8::7]", "2001:db8::7"),
        ] {
            #expect(await test.get("/@a/go", host: name, peer: peer, isFromOwnAddress: true).outcome == .ok, "\(name) \(peer)")
        }
        #expect(await test.get("/go", host: "a.localhost:8080").outcome == .ok)
        #expect(await test.get("/@a/go", host: "a.attacker.net").status == 421, "that a browser on this machine was led to")
    }

    /// Whoever asks knows his own address, and can write it as the name.
    @Test func aStrangerIsNotOnThisMachineByNamingHisOwnAddress() async throws {
        let test = try await host { $0.hasPaths = false }
        for (name, peer) in [("192.0.2.1:8080", "192.0.2.1"), ("[2001:db8::1]", "2001:db8::1")] {
            #expect(await test.get("/@a/go", host: name, peer: peer).status == 421, "\(name)")
        }
        let paths = try await TestHost(Self.files) { $0.names.hasPaths = false }
        #expect(await paths.get("/@b/go", host: "192.0.2.1", peer: "192.0.2.1").status == 404)
    }

    @Test func behindAProxyOnThisMachineTheCallerCounts() async throws {
        let test = try await TestHost(Self.files) { configuration in
            configuration.names.domains = try BaseDomains(["pbx.example.com"])
            configuration.names.hasAnyHost = false
            configuration.trustedProxies = TrustedProxies([try #require(AddressRange("127.0.0.1"))])
        }
        let headers = [(name: "x-forwarded-for", value: "192.0.2.1")]
        #expect(await test.get("/@a/go", host: "localhost", headers: headers).status == 421)
        #expect(await test.get("/@a/go", host: "192.0.2.1", headers: headers, isFromOwnAddress: true).status == 421)
        #expect(await test.get("/go", host: "a.pbx.example.com", headers: headers).outcome == .ok)
    }

    @Test func anyHostIsServedWhereItIsWanted() async throws {
        let test = try await host { $0.hasAnyHost = true }
        #expect(await test.get("/go", host: "a.attacker.net", peer: "192.0.2.1").outcome == .ok)
        #expect(await test.get("/@a/go", host: "192.0.2.7", peer: "192.0.2.1").outcome == .ok)
    }

    @Test func pathsCanBeTurnedOff() async throws {
        let test = try await host { $0.hasPaths = false }
        let reply = await test.get("/@b/go", host: "a.pbx.example.com", peer: "192.0.2.1")
        #expect(reply.status == 404 && reply.outcome == .refused && reply.text.contains("--no-path-addressing"))
        #expect(await test.get("/go", host: "a.pbx.example.com", peer: "192.0.2.1").outcome == .ok)
        // Commands and calls of an Asterisk ask like that.
        #expect(await test.get("/@b/go", host: "127.0.0.1:8080").outcome == .ok)
    }

    @Test(arguments: ["/@a/../@b/go", "/@a/%2e%2e/@b/go", "/x/%2e%2e/@b/go", "/@a/x/../../@b/go", "/@a/.%2e\\@b/go"])
    func dotSegmentsLeadToNoOtherSandbox(_ target: String) async throws {
        let test = try await TestHost(Self.files)
        let reply = await test.get(target, host: "a.localhost")
        #expect(reply.status == 400 && reply.outcome == .refused)
    }
}
