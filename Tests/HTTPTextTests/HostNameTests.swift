import HTTPText
import TestSupport
import Testing

@Suite struct HostNameTests {
    @Test(arguments: [
        ("uis_test.localhost:8080", "uis_test"), ("uis_test.localhost", "uis_test"), ("UIS_TEST.LocalHost", "uis_test"),
        ("uis_test.localhost.", "uis_test"), ("uis_test.localhost.:80", "uis_test"), ("uis_test.localhost:", "uis_test"),
        ("crm11.getsandbox.com", "crm11"), ("crm11", "crm11"), ("crm11.a.b.c.d", "crm11"),
        ("localhost.example.com", "localhost"), ("xlocalhost", "xlocalhost"), ("a.xlocalhost", "a"),
    ])
    func findsTheSandboxIn(_ header: String, _ sandbox: String) throws {
        #expect(try HostName(parsing: header).sandbox?.text == sandbox)
    }

    @Test(arguments: [
        "localhost", "localhost:8080", "LOCALHOST.", "a.b.localhost", "127.0.0.1", "127.0.0.1:8080", "[::1]", "[::1]:8080",
        "[::ffff:1.2.3.4]",
    ])
    func findsNoSandboxIn(_ header: String) throws {
        #expect(try HostName(parsing: header).sandbox == nil)
    }

    @Test func knowsBaseDomainsOfSeveralLabels() throws {
        let base = try BaseDomains(["example.com", "PBX.example.com.", "localhost"])
        #expect(base.domains == ["pbx.example.com", "example.com", "localhost"])
        #expect(try HostName(parsing: "crm.pbx.example.com", under: base).sandbox?.text == "crm")
        #expect(try HostName(parsing: "crm.example.com:81", under: base).sandbox?.text == "crm")
        #expect(try HostName(parsing: "pbx.example.com", under: base).sandbox == nil)
        #expect(try HostName(parsing: "crm.Localhost", under: base).sandbox?.text == "crm")
        #expect(try HostName(parsing: "crm.other.org", under: base).sandbox?.text == "crm")
        #expect(try HostName(parsing: "x.crm.example.com", under: base).sandbox == nil)
    }

    @Test func prefersTheLongestBaseDomain() throws {
        let base = try BaseDomains(["com", "example.com"])
        #expect(try HostName(parsing: "a.example.com", under: base).sandbox?.text == "a")
        #expect(try HostName(parsing: "example.com", under: base).sandbox == nil)
        #expect(try HostName(parsing: "other.com", under: base).sandbox?.text == "other")
    }

    @Test func readsThePort() throws {
        #expect(try HostName(parsing: "a.localhost:8080").port == 8080)
        #expect(try HostName(parsing: "[::1]:65535").port == 65535)
        #expect(try HostName(parsing: "a.localhost:").port == nil)
        #expect(try HostName(parsing: "a.localhost").port == nil)
    }

    @Test(arguments: [
        ("", "the host name is empty"),
        (":80", "the host name is empty"),
        (".", "the host name \".\" has two dots in a row or begins with one"),
        ("a..localhost", "the host name \"a..localhost\" has two dots in a row or begins with one"),
        (".localhost", "the host name \".localhost\" has two dots in a row or begins with one"),
        ("a.localhost..", "the host name \"a.localhost..\" has two dots in a row or begins with one"),
        ("a b.localhost", "the host name \"a b.localhost\" has the character 0x20, which no host name has"),
        ("a/b", "the host name \"a/b\" has the character \"/\", which no host name has"),
        ("user@a.localhost", "the host name \"user@a.localhost\" has the character \"@\", which no host name has"),
        ("заказ.localhost", "the host name \"заказ.localhost\" has the character 0xD0, which no host name has"),
        ("a\0.localhost", "the host name \"a?.localhost\" has the character 0x0, which no host name has"),
        ("a:b", "the port of the host \"a:b\" is not a number from 0 to 65535"),
        ("a:65536", "the port of the host \"a:65536\" is not a number from 0 to 65535"),
        ("a:-1", "the port of the host \"a:-1\" is not a number from 0 to 65535"),
        ("a:99999999999999999999999", "the port of the host \"a:99999999999999999999999\" is not a number from 0 to 65535"),
        ("256.1.1.1", "the host \"256.1.1.1\" looks like an IP address and is none"),
        ("1.2.3", "the host \"1.2.3\" looks like an IP address and is none"),
        ("[::1", "the host \"[::1\" looks like an IP address and is none"),
        ("[]", "the host \"[]\" looks like an IP address and is none"),
        ("[::1]x", "the host name \"[::1]x\" has the character \"x\", which no host name has"),
        ("[1:2]", "the host \"[1:2]\" looks like an IP address and is none"),
    ])
    func refuses(_ header: String, _ sentence: String) throws {
        let error = try #require(throws: HostNameError.self) { try HostName(parsing: header) }
        #expect("\(error)" == sentence)
    }

    @Test func refusesNamesThatAreTooLong() throws {
        let label = String(repeating: "a", count: 64)
        var error = try #require(throws: HostNameError.self) { try HostName(parsing: "\(label).localhost") }
        #expect(error.reason == .labelTooLong(limit: 63))
        let name = String(repeating: "a.", count: 126) + "aa"
        error = try #require(throws: HostNameError.self) { try HostName(parsing: name) }
        #expect(error.reason == .tooLong(limit: 253))
        #expect(error.host.utf8.count == 80)
        #expect(try HostName(parsing: String(name.dropLast())).sandbox?.text == "a")
    }

    @Test(arguments: ["127.0.0.1", "::1", "a:80", "", "a b", "[::1]"])
    func takesNoBaseDomain(_ domain: String) {
        #expect(throws: HostNameError.self) { try BaseDomains([domain]) }
    }

    @Test func survivesWhateverIsSent() {
        var random = SeededGenerator(seed: 1)
        let characters: [Character] = ["a", "B", "1", ".", ":", "[", "]", "-", "_", "é", "\0", " ", "9"]
        for _ in 0..<20_000 {
            let header = random.text(of: characters, length: 0...20)
            guard let name = try? HostName(parsing: header), let sandbox = name.sandbox else { continue }
            #expect(header.lowercased().hasPrefix(sandbox.text))
        }
    }
}
