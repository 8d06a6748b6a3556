import HTTPText
import TestSupport
import Testing

@Suite struct RequestTargetTests {
    @Test func splitsPathAndQuery() throws {
        let target = try RequestTarget(parsing: "/crm_integration?cdr_id=123&numa=7?4")
        #expect(target.path == "/crm_integration")
        #expect(target.query == "cdr_id=123&numa=7?4")
        #expect(target.sandbox == nil)
        #expect(target.host == nil)
    }

    @Test func keepsARawHashInTheQuery() throws {
        #expect(try RequestTarget(parsing: "/a?input_result=1#&numa=7").query == "input_result=1#&numa=7")
    }

    @Test(arguments: [
        ("/@uis_test/crm", "uis_test", "/crm"), ("/@uis_test", "uis_test", "/"), ("/@UIS_test/", "uis_test", "/"),
        ("/@a/b/c", "a", "/b/c"), ("/@a/x/../b", "a", "/b"), ("/@a/@b", "a", "/@b"), ("/@a/x/../@b", "a", "/@b"), ("/@a/.", "a", "/"),
    ])
    func takesTheSandboxFromThePrefix(_ text: String, _ sandbox: String, _ path: String) throws {
        let target = try RequestTarget(parsing: text + "?q=1")
        #expect(target.sandbox?.text == sandbox)
        #expect(target.path == path)
        #expect(target.query == "q=1")
    }

    @Test(arguments: [
        ("http://crm11.getsandbox.com/crm?a=1", "crm11.getsandbox.com", "/crm"), ("HTTP://h:8080", "h:8080", "/"),
        ("https://h/a", "h", "/a"), ("http://h?a=1", "h", "/"), ("http://user:secret@h:1/a", "h:1", "/a"),
        ("http://[::1]:80/a", "[::1]:80", "/a"),
    ])
    func takesTheHostFromAnAbsoluteTarget(_ text: String, _ host: String, _ path: String) throws {
        let target = try RequestTarget(parsing: text)
        #expect(target.host == host)
        #expect(target.path == path)
    }

    @Test(arguments: [
        ("/", "/"), ("//", "//"), ("/a//b", "/a//b"), ("/a/", "/a/"), ("*", "*"), ("/.", "/"), ("/%40a/x", "/%40a/x"),
        ("/a/./b", "/a/b"), ("/a/../b", "/b"), ("/a/b/..", "/a/"), ("/a/b/.", "/a/b/"), ("/a/%2e%2E/b", "/b"),
        ("/a/.%2e", "/"), ("/a/...", "/a/..."), ("/a/.b", "/a/.b"), ("/a//../b", "/a/b"),
        ("/%D0%B7", "/%D0%B7"), ("/a%2Fb", "/a%2Fb"), ("/заказ", "/заказ"), ("/a;v=1/b", "/a;v=1/b"), ("/a/..b/..", "/a/"),
    ])
    func resolvesDotSegmentsAndNothingElse(_ text: String, _ path: String) throws {
        #expect(try RequestTarget(parsing: text).path == path)
    }

    @Test(arguments: [
        ("", "the request has no path"),
        ("a/b", "the path does not begin with \"/\""),
        ("?a=1", "the path does not begin with \"/\""),
        ("example.com:443", "the path does not begin with \"/\""),
        ("ftp://h/a", "the path does not begin with \"/\""),
        ("http:///a", "the URL has no host"),
        ("http://", "the URL has no host"),
        ("http://user@/a", "the URL has no host"),
        ("/a b", "the path has the character 0x20, which has to be written %20"),
        ("/a\u{1}", "the path has the character 0x01, which has to be written %01"),
        ("/a\u{7F}", "the path has the character 0x7F, which has to be written %7F"),
        ("/a%", "\"%\" in the path is no escape: write %25 for a percent sign"),
        ("/a%2", "\"%2\" in the path is no escape: write %25 for a percent sign"),
        ("/a%zz/b", "\"%zz\" in the path is no escape: write %25 for a percent sign"),
        ("/a%2/b", "\"%2\" in the path is no escape: write %25 for a percent sign"),
        ("/a%00", "the path has a zero character (%00)"),
        ("/x/%D0", "\"%D0\" in the path is not UTF-8"),
        ("/%D0/%B7", "\"%D0\" in the path is not UTF-8"),
        ("/%ED%A0%80", "\"%ED%A0%80\" in the path is not UTF-8"),
        ("/a\\b", "the path has the character 0x5C, which has to be written %5C"),
        ("/@a\\..\\@b/", "the path has the character 0x5C, which has to be written %5C"),
        ("/@", "\"@\" names no sandbox: a name has 1 to 63 of a-z, 0-9, - and _"),
        ("/@a.b/c", "\"@a.b\" names no sandbox: a name has 1 to 63 of a-z, 0-9, - and _"),
    ])
    func refuses(_ text: String, _ sentence: String) throws {
        let error = try #require(throws: RequestTargetError.self) { try RequestTarget(parsing: text) }
        #expect("\(error)" == sentence)
    }

    @Test(arguments: [
        "/..", "/../..", "/a/../../b", "/../@b/", "/@a/..", "/@a/../", "/@a/../@b/", "/@a/%2e%2E/@b/", "/@a/.%2e/@b/", "/@a/x/../../@b/",
        "/@a//../../@b/", "/x/../@b/", "/x/%2e%2e/@b/", "/./@b/", "/%2E/@b", "http://h/x/../@b/", "http://h/@a/../@b/",
    ])
    func refusesDotSegmentsThatLeadOutOfTheSandbox(_ text: String) throws {
        let error = try #require(throws: RequestTargetError.self) { try RequestTarget(parsing: text) }
        #expect("\(error)" == "the dot segments of the path lead out of the sandbox")
    }

    @Test func refusesNoQuery() throws {
        #expect(try RequestTarget(parsing: "/a?%zz%00% \u{1}").query == "%zz%00% \u{1}")
    }

    @Test func survivesWhateverIsSent() {
        var random = SeededGenerator(seed: 2)
        let characters: [Character] = ["/", ".", "%", "2", "e", "F", "@", "a", "?", "з", ":", "#", ";", " "]
        for _ in 0..<20_000 {
            let text = random.text(of: characters, length: 0...24)
            guard let target = try? RequestTarget(parsing: text) else { continue }
            #expect(target.path == "*" || target.path.hasPrefix("/"))
            // What was resolved is resolved.
            #expect((try? RequestTarget(parsing: "/@x" + target.path))?.path == target.path)
        }
    }
}
