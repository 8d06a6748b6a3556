import HandlerHost
import Testing

/// The route table, with the routes of `Sandbox.define`.
@Suite struct PatternRouteTableTests {
    private func table(_ templates: String...) throws -> RouteTable {
        try RouteTable(routes: templates.map { RouteDefinition(method: "GET", template: $0) }, style: .getsandbox)
    }

    private func values(_ table: RouteTable, _ path: String) -> [String: String]? {
        guard case .found(_, let parameters) = table.match(method: "GET", path: path) else { return nil }
        return Dictionary(parameters.map { ($0.name, $0.value) }) { $1 }
    }

    private func index(_ table: RouteTable, _ path: String, method: String = "GET") -> Int? {
        if case .found(let index, _) = table.match(method: method, path: path) { index } else { nil }
    }

    @Test(
        arguments: [
            ("/users/:id", "/users/7", ["id": "7"]),
            ("/users/:user_id/x", "/users/7/x", ["user_id": "7"]),
            ("/:user-id", "/7-id", ["user": "7"]),
            ("/:a/:ab", "/1/2", ["a": "1", "ab": "2"]),
            ("/users/{id}", "/users/a%2Fb", ["id": "a/b"]),
            ("/x/{id}", "/x/%2541", ["id": "%41"]),
            ("/x/{id}", "/x/a+b", ["id": "a+b"]),
            ("*", "/any/thing", ["route": "any/thing"]),
            ("/*", "/", ["route": ""]),
            ("/r/{id:[0-9]+}", "/r/12", ["id": "12"]),
            ("/r/{id: \\d{2,3} }", "/r/123", ["id": "123"]),
            ("/r/{rest:.*}", "/r/a/b", ["rest": "a/b"]),
            ("/{a}-{b}", "/x-y-z", ["a": "x", "b": "y-z"]),
            ("/{a:.+}-{b}", "/x-y-z", ["a": "x-y", "b": "z"]),
            ("/f/{name}.json", "/f/a.b.json", ["name": "a.b"]),
            ("/f/{n:\\w+\\.js}", "/f/x.js", ["n": "x.js"]),
            ("/sp ace/{p}", "/sp%20ace/a%2Fb", ["p": "a/b"]),
            ("/x/{id}/Course Offering", "/x/1/Course%20Offering", ["id": "1"]),
            ("/заказ/{id}", "/%D0%B7%D0%B0%D0%BA%D0%B0%D0%B7/7", ["id": "7"]),
            ("/заказ/{id}", "/%d0%b7%d0%b0%d0%ba%d0%b0%d0%b7/7", ["id": "7"]),
            ("/q/{id:[а-я]+}", "/q/%D0%B7", ["id": "з"]),
            ("/m/{id}", "/m/7;v=1", ["id": "7;v=1"]),
            ("/m/7/x", "/m;v=1/7;w=2/x", [:]),
            ("/foo/*", "/foo/*", [:]),
            ("/a(b)$.c", "/a(b)$.c", [:]),
            ("/a%20b", "/a%20b", [:]),
            ("users", "/users", [:]),
            ("", "/", [:]),
            ("/t/10:30", "/t/10:30", ["30": ":30"]),
            ("/t/:", "/t/:", [:]),
        ] as [(String, String, [String: String])])
    func matches(_ template: String, _ path: String, _ expected: [String: String]) throws {
        #expect(values(try table(template), path) == expected)
    }

    @Test(arguments: [
        ("/users", "/users/"), ("/users/", "/users"), ("/Users", "/users"), ("/users/:id", "/users/"), ("/users/:id", "/users/a/b"),
        ("/r/{id:[0-9]+}", "/r/1a"), ("/r/{id:[0-9]{2}}", "/r/123"), ("/foo/*", "/foo/x"), ("/a.c", "/abc"), ("/a?b=1", "/a"),
        ("/r/{id:[^a]}", "/r/"),
    ])
    func doesNotMatch(_ template: String, _ path: String) throws {
        #expect(values(try table(template), path) == nil)
    }

    @Test func triesRoutesInTheReverseOrderOfTheirLiterals() throws {
        var table = try table("/p/:a/:b", "/p/x/{b}", "*", "/r/{id:[0-9]+}")
        #expect(index(table, "/p/x/1") == 1)
        #expect(index(table, "/p/y/1") == 0)
        #expect(index(table, "/r/5") == 3)
        #expect(index(table, "/r/x") == 2)
        // By letters and not by length.
        table = try self.table("/a/{x:.*}", "/b{x:.*}", "/aaaa{x:.*}")
        #expect(index(table, "/b/aaaa") == 1)
        #expect(index(table, "/aaaa") == 2)
        #expect(index(table, "/a/aaaa") == 0)
    }

    @Test func triesRoutesWithEqualLiteralsInTheOrderOfTheirDefinition() throws {
        #expect(index(try table("/u/{a}", "/u/{b}"), "/u/1") == 0)
        #expect(index(try table("/u/{a:[0-9]+}", "/u/{b}"), "/u/x") == 1)
    }

    @Test func takesTheLaterOfTwoEqualDefinitions() throws {
        let routes = [("GET", "/a"), ("POST", "/a"), ("get", "/a")].map { RouteDefinition(method: $0.0, template: $0.1) }
        let table = try RouteTable(routes: routes, style: .getsandbox)
        #expect(index(table, "/a") == 2)
        #expect(index(table, "/a", method: "POST") == 1)
    }

    @Test func findsTheDefinitionOfTheMethod() throws {
        let routes = [("GET", "/a/{x}"), ("ALL", "/a/b"), ("POST", "/a/{y}"), ("*", "/any"), ("GET", "/any"), ("PUT", "/z")]
        let table = try RouteTable(
            routes: routes.map { RouteDefinition(method: $0.0, template: $0.1) }, style: .getsandbox)
        #expect(index(table, "/a/b", method: "PUT") == 1)
        #expect(index(table, "/a/c", method: "HEAD") == 0)
        #expect(index(table, "/a/c", method: "POST") == 2)
        #expect(index(table, "/any", method: "GET") == 4)
        #expect(index(table, "/any", method: "OPTIONS") == 3)
        #expect(table.match(method: "PUT", path: "/a/c") == .methodNotAllowed(allow: ["GET", "HEAD", "OPTIONS", "POST"]))
        #expect(table.match(method: "OPTIONS", path: "/a/c") == .options(allow: ["GET", "HEAD", "OPTIONS", "POST"]))
        #expect(table.match(method: "HEAD", path: "/z") == .methodNotAllowed(allow: ["OPTIONS", "PUT"]))
    }

    @Test func namesTheNearestRoutes() throws {
        #expect(try table("/users/{id}", "/x").match(method: "GET", path: "/user/7") == .notFound(nearest: ["/users/{id}", "/x"]))
    }

    @Test(arguments: [
        "(a)", "a|b", "a**", "(?:a)", "\\1", "\\b", "[a", "[]", "[a&&b]", "[[a]]", "a{", "a{}", "a{,2}", "a{2,1}", "*", "a{1", "\\",
        "", "[z-a]", "[^\\D]", "a++", "\\p{L}",
    ])
    func refusesTheExpression(_ expression: String) throws {
        let template = "/r/{id:\(expression)}"
        #expect(throws: RouteError.self, "\(template)") { try table(template) }
    }

    @Test func saysWhereAndWhatIsNotSupported() throws {
        let route = RouteDefinition(method: "GET", template: "/r/{id:(a|b)}", file: "main.js", line: 3)
        let error = try #require(throws: RouteError.self) { try RouteTable(routes: [route], style: .getsandbox) }
        #expect(
            "\(error)" == "main.js:3: route \"/r/{id:(a|b)}\": route pattern \"(a|b)\" is not supported: use characters, "
                + "classes such as [0-9], \".\", \\d, \\w and \\s, each with *, +, ? or {n,m} after it if need be")
    }

    @Test(arguments: ["/{a", "/a}", "/{a}}", "/{{a}"])
    func refusesBracesThatDoNotMatch(_ template: String) {
        #expect(throws: RouteError.self) { try table(template) }
    }

    @Test(arguments: ["a{600}", "a{300}b{300}", "a{99999999999999999999}", "a{1,600}"])
    func refusesExpressionsThatAreTooLarge(_ expression: String) throws {
        let error = try #require(throws: RouteError.self) { try table("/{id:\(expression)}") }
        #expect(error.reason == .patternTooLarge(limit: 512))
        #expect("\(error)".hasSuffix("the pattern repeats more than 512 characters"))
    }

    @Test func doesNotTireOfHostilePaths() throws {
        let table = try table("/{a:.*.*.*.*.*.*.*.*x}", "/{b:a*a*a*a*a*a*a*a*b}")
        let path = "/" + String(repeating: "a", count: 8000)
        #expect(table.match(method: "GET", path: path) == .notFound(nearest: ["/{b:a*a*a*a*a*a*a*a*b}", "/{a:.*.*.*.*.*.*.*.*x}"]))
    }

    /// One route may have as many steps as are allowed, and its parameters are found in a path of any length that a request has.
    @Test func matchesTheLargestPatternOnTheLongestPath() throws {
        let table = try table("/{a:.{510}.*}")
        let path = "/" + String(repeating: "a", count: 8_190)
        #expect(values(table, path)?["a"]?.utf8.count == 8_190)
    }

    /// No author and no stranger has a request's route looked for without end: work is counted for all routes together.
    @Test(arguments: ["a", "%D0%B7", ";"]) func givesUpWhenAllRoutesTogetherAreTooMuchWork(_ text: String) throws {
        let expression = String(repeating: ".*", count: 400)
        let table = try RouteTable(
            routes: (0..<900).map { RouteDefinition(method: "GET", template: "/{a:\(expression)}\($0)") }, style: .getsandbox)
        let path = "/" + String(repeating: text, count: 8_190 / text.utf8.count)
        #expect(table.match(method: "GET", path: path) == .tooMuchWork)
        #expect(values(table, "/x17") == ["a": "x1"])
    }

    @Test func givesUpWhenManyPlainRoutesAreTooMuchWork() throws {
        let routes = (0..<1_000).map { RouteDefinition(method: "GET", template: "/{a}/\($0)") }
        let table = try RouteTable(routes: routes, style: .getsandbox)
        #expect(table.match(method: "GET", path: "/" + String(repeating: "a", count: 8_000) + "/x") == .tooMuchWork)
        #expect(index(table, "/a/999") != nil)
    }

    @Test func refusesATemplateWithTooMuchText() throws {
        let error = try #require(throws: RouteError.self) { try table("/" + String(repeating: "я", count: 1_100)) }
        #expect("\(error)".hasSuffix("it has more than 2048 bytes beside its parameters"))
    }
}
