import Testing
import VirtualPBX

/// The servers that a scenario's `url` may name.
struct ScenarioURLTests {
    @Test(arguments: [
        ("https://crm.example.com", "https://crm.example.com/hook?a=1"), ("https://crm.example.com/", "HTTPS://CRM.example.com:443/x"),
        ("http://10.0.0.5:8080", "http://10.0.0.5:8080"), ("http://[2001:db8::1]:81", "http://[2001:DB8::1]:81/?x"),
        ("http://crm:80", "http://crm/x"),
    ])
    func areAllowedByName(_ server: String, _ url: String) throws {
        #expect(try ScenarioURLs(parsing: ["http://other", server]).allows(url))
        #expect(!ScenarioURLs.none.allows(url))
    }

    @Test(arguments: [
        "http://crm.example.com/", "https://crm.example.com:444/", "https://crm.example.com.evil.net/", "https://evil.net/crm.example.com",
        "https://crm.example.com@evil.net/", "https://evil.net#@crm.example.com", "https://evil.net\\@crm.example.com/", "https://",
        "https://crm.example.com:/", "https://crm.example.com:443x/", "https://xcrm.example.com", "https://crm.example.com%2eevil.net/",
        "https://[crm.example.com", "crm.example.com", "//crm.example.com/", "ftp://crm.example.com/", "https://crm.example.com:99999/",
    ])
    func areNobodyElse(_ url: String) throws {
        let urls = try ScenarioURLs(parsing: ["https://crm.example.com"])
        #expect(!urls.allows(url))
    }

    @Test(arguments: ["crm.example.com", "https://", "*", "https://crm.example.com/hook", "https://a@b", "https://crm.example.com?x"])
    func areServers(_ text: String) {
        #expect(throws: ScenarioURLs.Slip.self) { try ScenarioURLs(parsing: [text]) }
    }

    @Test func areToldHowToBeAllowed() {
        #expect(ScenarioURLs.remedy(for: "https://CRM.example.com:443/hook?token=1") == "--scenario-urls https://crm.example.com allows it")
    }
}
