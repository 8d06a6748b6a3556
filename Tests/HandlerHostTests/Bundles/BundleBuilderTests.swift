import HTTPText
import HandlerHost
import JSONText
import PBXInstructions
import PlainText
import Testing

@Suite struct BundleBuilderTests {
    private let handlers: TemporaryHandlers

    init() throws { handlers = try TemporaryHandlers() }

    private func templates(_ bundle: Bundle) -> [String: String] {
        Dictionary(bundle.fileRoutes.map { ($0.template, $0.path) }) { $1 }
    }

    @Test func makesRoutesOfFileNames() async throws {
        for path in [
            "crm_integration.js", "index.js", "orders/[id].js", "orders/index.js", "orders/new.cjs", "docs/[...path].js",
            "заказ.js", "v1/data.json.js", "api/calls/x.js", "Orders/big.js", "orders/[id]/parts/[part].js",
        ] {
            try handlers.write("s/" + path)
        }
        let bundle = try await handlers.build("s")
        #expect(
            templates(bundle) == [
                "/crm_integration": "crm_integration.js", "/": "index.js", "/orders/{id}": "orders/[id].js", "/orders": "orders/index.js",
                "/orders/new": "orders/new.cjs", "/docs/{...path}": "docs/[...path].js", "/заказ": "заказ.js",
                "/v1/data.json": "v1/data.json.js",
                "/api/calls/x": "api/calls/x.js", "/Orders/big": "Orders/big.js",
                "/orders/{id}/parts/{part}": "orders/[id]/parts/[part].js",
            ])
        #expect(bundle.routeStyle == .files)
        let definitions = bundle.fileRoutes.map { RouteDefinition(method: nil, template: $0.template, file: $0.path) }
        _ = try RouteTable(routes: definitions, style: bundle.routeStyle)
    }

    @Test func makesNoRoutesOfOtherFilesButLoadsThem() async throws {
        let modules = [
            "_cards.js", "_p/x.js", "a/_b/c.js", "a/x.test.js", "calls/y.js", "lib/b.js", "node_modules/p/i.js", "schemas/s.json",
            "sounds/s.js", "templates/page.html", "templates/t", "data.json", "list.csv",
        ]
        for path in modules { try handlers.write("s/" + path, "x") }
        for path in [".env", ".x/a.js", "types.d.ts", "sounds/a.mp3", "README.md", "scenario.yaml", "calls/c.yaml"] {
            try handlers.write("s/" + path, bytes: [0xFF, 0xFE])
        }
        try handlers.write("s/index.js")
        let bundle = try await handlers.build("s")
        #expect(templates(bundle) == ["/": "index.js"])
        #expect(Set(bundle.modules.map(\.path)) == Set(modules + ["index.js"]))
        let kinds = Dictionary(bundle.modules.map { ($0.path, $0.kind) }) { $1 }
        #expect(kinds["lib/b.js"] == .commonJS)
        #expect(kinds["data.json"] == .json)
        #expect(kinds["schemas/s.json"] == .json)
        #expect(kinds["templates/t"] == .text)
        #expect(kinds["list.csv"] == .text)
        #expect(bundle.modules.map(\.path) == bundle.modules.map(\.path).sorted())
    }

    @Test(
        arguments: [
            (["a.js", "a.mjs"], "s/a.js: s/a.js and s/a.mjs are all the route /a: keep one of them"),
            (["a.js", "a/index.js"], "s/a.js: s/a.js and s/a/index.js are all the route /a: keep one of them"),
            (["[a].js", "[b].js"], "s/[a].js: s/[a].js and s/[b].js are all the route /{a}: keep one of them"),
            (
                ["x/[...a].js", "x/[...b].js"],
                "s/x/[...a].js: s/x/[...a].js and s/x/[...b].js are all the route /x/{...a}: keep one of them"
            ),
            (
                ["[id]-x.js"],
                "s/[id]-x.js: \"[id]-x\" mixes a parameter with text: a parameter takes a whole segment"
            ),
            (["[id.js"], "s/[id.js: \"[id\" mixes a parameter with text: a parameter takes a whole segment"),
            (["[].js"], "s/[].js: \"\" is no parameter's name, which has letters, digits, \"_\", \"-\" and \".\" only"),
            (["[[a]].js"], "s/[[a]].js: \"[[a]]\" mixes a parameter with text: a parameter takes a whole segment"),
            (["{a}.js"], "s/{a}.js: \"{a}\" mixes a parameter with text: a parameter takes a whole segment"),
            (["[...a]/b.js"], "s/[...a]/b.js: \"...a\" takes the rest of the path, so nothing can follow it"),
            (["_a.js", "lib/b.js"], "s: nothing here answers requests: add a file such as index.js, or main.js with Sandbox.define"),
        ] as [([String], String)])
    func refusesNames(_ paths: [String], _ sentence: String) async throws {
        for path in paths { try handlers.write("s/" + path) }
        #expect(await handlers.refusal("s") == sentence)
    }

    @Test func takesMainForTheEntry() async throws {
        try handlers.write("s/main.js", "Sandbox.define('/x', () => {})")
        try handlers.write("s/other.js")
        let bundle = try await handlers.build("s")
        #expect(bundle.layout == .main(entry: "main.js"))
        #expect(bundle.fileRoutes.isEmpty)
        #expect(bundle.routeStyle == .getsandbox)
        #expect(bundle.settings.dialect == .none)
        #expect(bundle.modules.map(\.kind) == [.script, .commonJS])
        #expect(bundle.warnings.isEmpty)
    }

    @Test func prefersMainMjsAndSaysSo() async throws {
        try handlers.write("s/main.js", "1")
        try handlers.write("s/main.mjs", "export const a = 1")
        let bundle = try await handlers.build("s")
        #expect(bundle.layout == .main(entry: "main.mjs"))
        #expect(bundle.warnings == ["s/main.js: main.mjs counts instead: remove one of the two"])
        #expect(bundle.modules.last?.kind == .commonJS)
    }

    @Test func takesAMainWithImportsForAModule() async throws {
        try handlers.write("s/main.js", "import x from './x.js'\nSandbox.define('/', x)")
        let bundle = try await handlers.build("s")
        #expect(bundle.modules.map(\.kind) == [.commonJS])
    }

    @Test func leavesAMainThatOnlyCallsImportAScript() async throws {
        try handlers.write("s/main.ts", "const x: number = 1; import('./x.js')")
        let bundle = try await handlers.build("s")
        #expect(bundle.modules.map(\.kind) == [.script])
    }

    @Test func makesASandboxOfOneFile() async throws {
        try handlers.write("hello.js", "module.exports = () => ({ returned_code: 1 })")
        let bundle = try await handlers.build("hello.js")
        #expect(bundle.layout == .single(path: "hello.js"))
        #expect(bundle.fileRoutes == [FileRoute(template: "/", path: "hello.js")])
        #expect(bundle.modules.map(\.kind) == [.commonJS])
        #expect(bundle.settings.dialect == .uis)
        #expect(bundle.sandbox.text == "hello")
    }

    @Test func readsSeedAndSettings() async throws {
        try handlers.write("s/index.js")
        try handlers.write("s/state.json", #"{"couriers":{"74952345678":{"name":"Иван"}}}"#)
        try handlers.write("s/sandbox.yaml", "limits: { wall: 1s }\nroutes:\n  /: { fallback: { returned_code: 9 } }")
        let bundle = try await handlers.build("s")
        #expect(bundle.seed?.document["couriers"]?["74952345678"]?["name"]?.string == "Иван")
        #expect(bundle.settings.limits.wall == .seconds(1))
        #expect(bundle.settings.fallback(ofRoute: "/")?.value == ["returned_code": 9])
        #expect(bundle.modules.map(\.path) == ["index.js"])
    }

    @Test(arguments: [
        ("sandbox.yaml", "limits: 5", "s/sandbox.yaml:1:9: limits has to be a mapping, not a number"),
        ("sandbox.yaml", "routes:\n  /oops: {}", "s/sandbox.yaml:2:3: the sandbox has no route /oops (did you mean \"/\"?)"),
        ("state.json", "[1]", "s/state.json: the seed has to be a JSON object, not an array"),
    ])
    func refusesFiles(_ path: String, _ text: String, _ sentence: String) async throws {
        try handlers.write("s/index.js")
        try handlers.write("s/" + path, text)
        #expect(await handlers.refusal("s") == sentence)
    }

    @Test func saysWhereASeedIsNoJSON() async throws {
        try handlers.write("s/index.js")
        try handlers.write("s/state.json", "{\n  \"a\": 1,\n}")
        let refusal = await handlers.refusal("s")
        #expect(refusal.hasPrefix("s/state.json:3:1: not JSON: "))
    }

    @Test func warnsOfASettingsFileThatNobodyReads() async throws {
        try handlers.write("s/index.js")
        try handlers.write("s/sandbox.yml", "limits: 5")
        #expect(try await handlers.build("s").warnings == ["s/sandbox.yml: nobody reads this file: rename it to sandbox.yaml"])
        try handlers.remove("s/sandbox.yml")
        try handlers.write("s/scenario.yml", "operations: 5")
        #expect(try await handlers.build("s").warnings == ["s/scenario.yml: nobody reads this file: rename it to scenario.yaml"])
    }

    @Test func isTheSameWhateverTheScenarioTheCallTestsAndTheSoundsAre() async throws {
        try handlers.write("s/index.js")
        let before = try await handlers.build("s").hash
        for path in ["scenario.yaml", "calls/courier.yaml", "sounds/hello.wav"] {
            try handlers.write("s/" + path, "{{{")
            #expect(try await handlers.build("s").hash == before, "\(path)")
        }
    }

    @Test func dropsByteOrderMarks() async throws {
        try handlers.write("s/index.js", bytes: [0xEF, 0xBB, 0xBF] + Array("1".utf8))
        #expect(try await handlers.build("s").modules.first?.code == Array("1".utf8))
    }

    @Test func hashesPathsAndBytes() async throws {
        try handlers.write("s/index.js", "1")
        let first = try await handlers.build("s")
        #expect(try await handlers.build("s").hash == first.hash)
        #expect(first.version.count == 12)
        #expect(first.hash.description.hasPrefix(first.version))
        var versions: Set<String> = [first.version]
        try handlers.write("s/index.js", "2")
        versions.insert(try await handlers.build("s").version)
        try handlers.write("s/sandbox.yaml", "# settings count")
        versions.insert(try await handlers.build("s").version)
        try handlers.write("s/state.json", "{}")
        versions.insert(try await handlers.build("s").version)
        try handlers.move("s/index.js", to: "s/other.js")
        versions.insert(try await handlers.build("s").version)
        #expect(versions.count == 5)
        try handlers.write("s/README.md", "notes do not count")
        versions.insert(try await handlers.build("s").version)
        #expect(versions.count == 5)
    }

    @Test func hashesAsPublished() {
        var hash = ContentHash()
        #expect(hash.description == "6c62272e07bb014262b821756295c58d")
        hash.combine(Array("foobar".utf8))
        #expect(hash.description == "343e1662793c64bf6f0d3597ba446f18")
        #expect(hash.label == "343e1662793c")
    }
}
