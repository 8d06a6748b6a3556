import HandlerHost
import Testing

/// The route table, with routes that follow from file names.
@Suite struct FileRouteTableTests {
    private func table(_ templates: String...) throws -> RouteTable {
        try RouteTable(routes: templates.map { RouteDefinition(method: nil, template: $0) }, style: .files)
    }

    private func table(_ routes: [(String?, String)]) throws -> RouteTable {
        try RouteTable(routes: routes.map { RouteDefinition(method: $0.0, template: $0.1) }, style: .files)
    }

    @Test(arguments: [
        ("/", 0), ("/crm_integration", 1), ("/crm_integration/", 1), ("/orders", 2), ("/orders/", 2), ("/orders/new", 3),
        ("/%63rm_integration", 1), ("/orders/%6Eew", 3), ("/%D0%B7%D0%B0%D0%BA%D0%B0%D0%B7", 4), ("/заказ", 4), ("/100%25", 5),
        ("/a%20b", 6), ("/a+b", 7),
    ])
    func findsTheLiteral(_ path: String, _ index: Int) throws {
        let table = try table("/", "/crm_integration", "/orders", "/orders/new", "/заказ", "/100%", "/a b", "/a+b")
        #expect(table.match(method: "GET", path: path) == .found(index: index, parameters: []))
    }

    @Test(arguments: ["//", "/orders//", "//orders", "/Orders", "/orders/x", "/crm", "", "orders", "*", "/orders/new/x", "/orders%2Fnew"])
    func findsNothingFor(_ path: String) throws {
        let table = try table("/", "/orders", "/orders/new")
        guard case .notFound = table.match(method: "GET", path: path) else {
            Issue.record("\(table.match(method: "GET", path: path))")
            return
        }
    }

    @Test(arguments: [("//", "/"), ("/a//", "/a/"), ("/a//", "/a")])
    func takesNoSlashAtTheEndForAnEmptySegment(_ template: String, _ path: String) throws {
        guard case .notFound = try table(template).match(method: "GET", path: path) else {
            Issue.record("\(template) matches \(path)")
            return
        }
    }

    @Test func decodesParametersOnce() throws {
        let table = try table("/orders/{id}/{part}")
        #expect(
            table.match(method: "GET", path: "/orders/a%2Fb/%2541+%D0%98")
                == .found(
                    index: 0,
                    parameters: [
                        RouteParameter(name: "id", value: "a/b"), RouteParameter(name: "part", value: "%41+И"),
                    ]))
    }

    @Test func takesNoEmptySegmentForAParameter() throws {
        let table = try table("/orders/{id}", "/x/{id}/y")
        guard case .notFound = table.match(method: "GET", path: "/orders/"),
            case .notFound = table.match(method: "GET", path: "/x//y")
        else {
            Issue.record("an empty parameter")
            return
        }
    }

    @Test func prefersLiteralsThenParametersThenTheRest() throws {
        let table = try table("/{...rest}", "/{a}", "/{a}/x", "/b/{c}", "/b/c", "/b/{...rest}")
        func found(_ path: String) -> Int? {
            if case .found(let index, _) = table.match(method: "GET", path: path) { index } else { nil }
        }
        #expect(found("/b/c") == 4)
        #expect(found("/b/x") == 3)
        #expect(found("/z/x") == 2)
        #expect(found("/z") == 1)
        #expect(found("/b/c/d") == 5)
        #expect(found("/z/y") == 0)
        #expect(found("/b") == 1)
        #expect(found("/") == nil)
    }

    @Test func givesTheRestOfThePath() throws {
        let table = try table("/docs/{...path}")
        #expect(
            table.match(method: "GET", path: "/docs/a/b%20c/d/")
                == .found(index: 0, parameters: [RouteParameter(name: "path", value: "a/b c/d")]))
        guard case .notFound = table.match(method: "GET", path: "/docs/") else {
            Issue.record("an empty rest")
            return
        }
    }

    @Test func findsTheDefinitionOfTheMethod() throws {
        let table = try table([("GET", "/a"), ("post", "/a"), (nil, "/b"), ("POST", "/b"), ("DELETE", "/c"), ("OPTIONS", "/c")])
        #expect(table.match(method: "GET", path: "/a") == .found(index: 0, parameters: []))
        #expect(table.match(method: "get", path: "/a") == .found(index: 0, parameters: []))
        #expect(table.match(method: "HEAD", path: "/a") == .found(index: 0, parameters: []))
        #expect(table.match(method: "Post", path: "/a") == .found(index: 1, parameters: []))
        #expect(table.match(method: "PUT", path: "/a") == .methodNotAllowed(allow: ["GET", "HEAD", "OPTIONS", "POST"]))
        #expect(table.match(method: "OPTIONS", path: "/a") == .options(allow: ["GET", "HEAD", "OPTIONS", "POST"]))
        #expect(table.match(method: "POST", path: "/b") == .found(index: 3, parameters: []))
        #expect(table.match(method: "PROPFIND", path: "/b") == .found(index: 2, parameters: []))
        #expect(table.match(method: "HEAD", path: "/b") == .found(index: 2, parameters: []))
        #expect(
            table.match(method: "OPTIONS", path: "/b")
                == .options(allow: ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"]))
        #expect(table.match(method: "OPTIONS", path: "/c") == .found(index: 5, parameters: []))
        #expect(table.match(method: "HEAD", path: "/c") == .methodNotAllowed(allow: ["DELETE", "OPTIONS"]))
    }

    @Test func takesNoRequestMethodForEveryMethod() throws {
        let table = try table([("*", "/a"), ("GET", "/b")])
        #expect(table.match(method: "ALL", path: "/a") == .found(index: 0, parameters: []))
        #expect(table.match(method: "ALL", path: "/b") == .methodNotAllowed(allow: ["GET", "HEAD", "OPTIONS"]))
        #expect(table.match(method: "*", path: "/b") == .methodNotAllowed(allow: ["GET", "HEAD", "OPTIONS"]))
    }

    @Test func namesParametersAsEachDefinitionDoes() throws {
        let table = try table([("GET", "/{a}"), ("POST", "/{b}")])
        #expect(
            table.match(method: "POST", path: "/x") == .found(index: 1, parameters: [RouteParameter(name: "b", value: "x")]))
    }

    @Test func namesTheNearestRoutes() throws {
        let table = try table("/crm_integration", "/orders/{id}", "/status", "/z")
        #expect(
            table.match(method: "GET", path: "/crm_integratoin") == .notFound(nearest: ["/crm_integration", "/orders/{id}", "/status"]))
        #expect(try self.table().match(method: "GET", path: "/x") == .notFound(nearest: []))
    }

    @Test(arguments: [
        ("x", "route \"x\": a path begins with \"/\""),
        ("/{a", "route \"/{a\": \"{\" and \"}\" do not match"),
        ("/{}", "route \"/{}\": \"\" is no parameter's name, which has letters, digits, \"_\", \"-\" and \".\" only"),
        ("/{a b}", "route \"/{a b}\": \"a b\" is no parameter's name, which has letters, digits, \"_\", \"-\" and \".\" only"),
        ("/{a}.json", "route \"/{a}.json\": \"{a}.json\" mixes a parameter with text: a parameter takes a whole segment"),
        ("/{...a}/b", "route \"/{...a}/b\": \"...a\" takes the rest of the path, so nothing can follow it"),
    ])
    func refuses(_ template: String, _ sentence: String) throws {
        let error = try #require(throws: RouteError.self) { try table(template) }
        #expect("\(error)" == sentence)
    }

    @Test func refusesTwoRoutesForTheSamePaths() throws {
        let first = RouteDefinition(method: "GET", template: "/{a}", file: "[a].js", line: 3)
        let second = RouteDefinition(method: "get", template: "/{b}", file: "[b].js")
        let error = try #require(throws: RouteError.self) { try RouteTable(routes: [first, second], style: .files) }
        #expect("\(error)" == "[b].js: route \"/{b}\": already defined by [a].js:3: keep one of the two")
    }

    @Test func doesNotTireOfHostilePaths() throws {
        var templates: [String] = []
        for bits in 0..<256 {
            templates.append((0..<8).map { bits >> $0 & 1 == 0 ? "/a" : "/{p\($0)}" }.joined() + "/end")
        }
        let table = try RouteTable(routes: templates.map { RouteDefinition(method: nil, template: $0) }, style: .files)
        let path = String(repeating: "/a", count: 8) + "/end"
        let clock = ContinuousClock()
        let time = clock.measure {
            for _ in 0..<20 { _ = table.match(method: "GET", path: path + "x") }
            _ = table.match(method: "GET", path: String(repeating: "/a", count: 100_000))
        }
        #expect(time < .seconds(20))
    }
}
