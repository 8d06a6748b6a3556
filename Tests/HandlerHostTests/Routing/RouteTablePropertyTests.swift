import HandlerHost
import TestSupport
import Testing

/// The route table against references that are too simple to be wrong.
@Suite struct RouteTablePropertyTests {
    @Test(arguments: 0..<40)
    func agreesWithTheReferenceAboutFileRoutes(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let segments = ["a", "b", "{x}", "{y}", "c"]
        var templates: [String] = []
        var shapes: Set<String> = []
        for _ in 0..<12 {
            var parts = (0..<Int.random(in: 0...4, using: &random)).map { _ in segments.randomElement(using: &random) ?? "a" }
            if Bool.random(using: &random), Bool.random(using: &random) { parts.append("{...z}") }
            let shape = parts.map { $0.hasPrefix("{...") ? "**" : $0.hasPrefix("{") ? "*" : $0 }.joined(separator: "/")
            if shapes.insert(shape).inserted { templates.append("/" + parts.joined(separator: "/")) }
        }
        let table = try RouteTable(routes: templates.map { RouteDefinition(method: nil, template: $0) }, style: .files)
        let reference = FileRouteReference(templates: templates)
        for _ in 0..<300 {
            let count = Int.random(in: 0...6, using: &random)
            let path = "/" + (0..<count).map { _ in ["a", "b", "c", "d", ""].randomElement(using: &random) ?? "a" }.joined(separator: "/")
            let expected = reference.match(path)
            switch table.match(method: "GET", path: path) {
            case .found(let index, let parameters):
                #expect(index == expected?.index, "\(path) in \(templates)")
                #expect(parameters.map(\.value) == expected?.values, "\(path) in \(templates)")
            default: #expect(expected == nil, "\(path) in \(templates)")
            }
        }
    }

    @Test(arguments: 0..<60)
    func agreesWithRegularExpressionsAboutPatterns(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed &+ 1000)
        let atoms = ["a", "b", ".", "[ab]", "[^a]", "\\d", "\\w", "-", "\\.", "[^/]", "[a-c0-2]", "я", "[а-я]"]
        let counts = ["", "", "*", "+", "?", "{2}", "{1,2}", "{0,1}", "*?", "+?", "{1,}", "??"]
        var template = ""
        var pattern = ""
        for number in 0..<Int.random(in: 1...4, using: &random) {
            let literal = ["/", "/a", "-", "/b/", ""].randomElement(using: &random) ?? "/"
            template += literal
            pattern += literal
            if Bool.random(using: &random) {
                template += "{p\(number)}"
                pattern += "([^/]+?)"
            } else {
                let expression = (0..<Int.random(in: 1...3, using: &random)).map { _ in
                    (atoms.randomElement(using: &random) ?? "a") + (counts.randomElement(using: &random) ?? "")
                }.joined()
                template += "{p\(number):\(expression)}"
                pattern += "(\(expression))"
            }
        }
        if !template.hasPrefix("/") { (template, pattern) = ("/" + template, "/" + pattern) }
        let table = try RouteTable(routes: [RouteDefinition(method: nil, template: template)], style: .getsandbox)
        let reference = try PatternReference(pattern)
        for _ in 0..<300 {
            let path = "/" + random.text(of: ["a", "b", "/", "-", "1", ".", "я"], length: 0...7)
            let expected = reference.match(path)
            if case .found(_, let parameters) = table.match(method: "GET", path: path) {
                #expect(parameters.map(\.value) == expected, "\(path) in \(template)")
            } else {
                #expect(expected == nil, "\(path) in \(template)")
            }
        }
    }

    @Test func survivesRandomTemplates() {
        var random = SeededGenerator(seed: 7)
        let characters: [Character] = ["/", "{", "}", ":", "a", "*", "[", "]", "^", "-", "\\", "d", "+", "1", ",", ".", "я", "|"]
        for _ in 0..<20_000 {
            let template = random.text(of: characters, length: 0...14)
            let route = RouteDefinition(method: "GET", template: template)
            for style in [RouteStyle.files, .getsandbox] {
                guard let table = try? RouteTable(routes: [route], style: style) else { continue }
                _ = table.match(method: "GET", path: "/a/b-1/\(template)")
            }
        }
    }
}
