import Testing

@testable import VirtualPBX

/// The paths that a scenario may ask stay in its sandbox.
struct RoutePathTests {
    @Test(arguments: [
        "/../@closed/", "/..", "/.", "/a/..", "/a/../../@closed/", "/%2e%2e/@closed/", "/a/.%2E/b", "/%2e", "/@closed/", "/@closed",
        "/..?x=1",
        "/a/./b",
    ])
    func leaveNoSandbox(_ text: String) {
        #expect(throws: RoutePath.Refusal.leavesTheSandbox) { try RoutePath(parsing: text) }
    }

    @Test(arguments: ["/", "/a/...", "/a..b", "/.well-known", "/a?x=/../@b/", "/a/@b", "/%2ea", "/a//b"])
    func areWhatTheyWere(_ text: String) throws {
        #expect(try RoutePath(parsing: text).text == text)
    }

    @Test(arguments: ["", "a", "//host/a", "/a b", "/\\..", "/ä", "http://a/"])
    func beginWithASlashAndHaveOnlyWhatAPathHas(_ text: String) {
        #expect(throws: RoutePath.Refusal.notAPath) { try RoutePath(parsing: text) }
    }
}
