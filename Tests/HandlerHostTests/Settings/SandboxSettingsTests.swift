import HandlerHost
import JSONText
import PBXInstructions
import TestSupport
import Testing
import YAMLText

@Suite struct SandboxSettingsTests {
    private func settings(_ yaml: String, dialect: Dialect = .uis) throws(SettingsError) -> SandboxSettings {
        try SandboxSettings(parsing: Array(yaml.utf8), file: "x/sandbox.yaml", dialect: dialect)
    }

    private func slips(_ yaml: String) -> [String] {
        do throws(SettingsError) {
            _ = try settings(yaml)
            return []
        } catch {
            return error.yaml.slips.map(\.description)
        }
    }

    @Test(arguments: ["", "\n", "# nothing\n", "---\n", "limits:\n", "{}", "routes: {}\nlimits: {}\nconfig:\n"])
    func hasDefaultsFor(_ yaml: String) throws {
        let settings = try settings(yaml)
        #expect(settings == SandboxSettings(dialect: .uis))
        #expect(settings.limits.wall == .seconds(3))
        #expect(settings.limits.cpu == .milliseconds(200))
        #expect(settings.limits.memory == 134_217_728)
        #expect(settings.limits.body == 1_048_576)
        #expect(settings.limits.reply == 1_048_576)
        #expect(settings.limits.state == 16_777_216)
        #expect(settings.limits.queue == 256)
        #expect(settings.limits.load == .seconds(2))
        #expect(settings.limits.log == 65_536)
        #expect(settings.limits.bundle == 33_554_432)
        #expect(settings.fallback == nil)
        #expect(settings.config.isEmpty)
    }

    @Test func readsEverything() throws {
        let settings = try settings(
            """
            dialect: uis
            fallback: { phones: ["74951234567"] }
            limits: { wall: 1.5s, cpu: 50ms, memory: 256MiB, body: 2MB, reply: 512KiB, state: 512MiB, queue: 16, load: 1m, log: 0B, bundle: 1KB }
            config: { greeting: Здравствуйте, attempts: 3, vip: ["7495", 7496], on: true, nothing: ~, 'quoted': '5' }
            routes:
              /crm_integration: { fallback: { returned_code: 9 }, limits: { wall: 1s } }
              /orders/{id}:
                limits: { cpu: 1s }
            """)
        #expect(settings.dialect == .uis)
        #expect(settings.fallback?.bytes == Array(#"{"phones":["74951234567"]}"#.utf8))
        #expect(settings.limits.wall == .milliseconds(1500))
        #expect(settings.limits.cpu == .milliseconds(50))
        #expect(settings.limits.memory == 256 << 20)
        #expect(settings.limits.body == 2_000_000)
        #expect(settings.limits.reply == 512 << 10)
        #expect(settings.limits.state == 512 << 20)
        #expect(settings.limits.queue == 16)
        #expect(settings.limits.load == .seconds(60))
        #expect(settings.limits.log == 0)
        #expect(settings.limits.bundle == 1000)
        #expect(
            settings.config == [
                "greeting": "Здравствуйте", "attempts": 3, "vip": ["7495", 7496], "on": true, "nothing": nil, "quoted": "5",
            ])
        #expect(settings.routes.keys.sorted() == ["/crm_integration", "/orders/{id}"])
    }

    @Test func prefersTheRouteToTheSandbox() throws {
        let settings = try settings(
            """
            fallback: { returned_code: 1 }
            limits: { wall: 2s, cpu: 100ms, body: 1KiB }
            routes:
              /a: { fallback: { returned_code: 9 }, limits: { wall: 1s } }
            """)
        #expect(settings.fallback(ofRoute: "/a")?.value == ["returned_code": 9])
        #expect(settings.fallback(ofRoute: "/b")?.value == ["returned_code": 1])
        #expect(settings.limits(ofRoute: "/a").wall == .seconds(1))
        #expect(settings.limits(ofRoute: "/a").cpu == .milliseconds(100))
        #expect(settings.limits(ofRoute: "/a").body == 1024)
        #expect(settings.limits(ofRoute: "/b") == settings.limits)
    }

    @Test func takesTheDialectOfTheLayoutWhenNoneIsGiven() throws {
        #expect(try settings("limits: {}", dialect: .none).dialect == .none)
        #expect(try settings("dialect: none", dialect: .uis).dialect == .none)
    }

    @Test func takesAnyFallbackWithoutADialect() throws {
        #expect(try settings("fallback: [1, { a: b }]\ndialect: none").fallback?.value == [1, ["a": "b"]])
    }

    @Test(arguments: [
        ("007", "007"), ("+7495", "+7495"), ("yes", "yes"), ("no", "no"), ("0x1F", "0x1F"), ("1_000", "1_000"),
        ("2024-01-01", "2024-01-01"),
        (".5", ".5"), ("NaN", "NaN"), ("'1'", "1"), ("\"true\"", "true"), ("TRUE", "TRUE"), ("1.2.3", "1.2.3"), ("-x", "-x"),
    ])
    func takesForText(_ written: String, _ text: String) throws {
        #expect(try settings("config: { a: \(written) }").config["a"] == .string(text))
    }

    @Test(arguments: [
        ("limits: { wal: 3s }", "1:11: unknown limit \"wal\" (did you mean \"wall\"?)"),
        (
            "limits: { xyz: 3s }",
            "1:11: unknown limit \"xyz\" (known: wall, cpu, memory, body, reply, state, patch, queue, queued, turns, load, log, bundle, rate, callerRate)"
        ),
        ("fallbak: {}", "1:1: unknown key \"fallbak\" (did you mean \"fallback\"?)"),
        // Somebody's words do not look like a line of their own.
        (
            "\"z\\na/sandbox.yaml:1:1: z\": 1",
            #"1:1: unknown key "z\na/sandbox.yaml:1:1: z" (known: dialect, fallback, limits, config, routes, state, access)"#
        ),
        ("\nzzz: 1", "2:1: unknown key \"zzz\" (known: dialect, fallback, limits, config, routes, state, access)"),
        ("limits: { wall: 3 }", "1:17: wall has to be written like 3s, 200ms or 2m: 3 has no unit"),
        ("limits: { wall: soon }", "1:17: wall has to be written like 3s, 200ms or 2m: not \"soon\""),
        ("limits: { wall: 3h }", "1:17: wall has to be written like 3s, 200ms or 2m: not \"3h\""),
        ("limits: { wall: -3s }", "1:17: wall has to be written like 3s, 200ms or 2m: not \"-3s\""),
        ("limits: { wall: 1e3s }", "1:17: wall has to be written like 3s, 200ms or 2m: not \"1e3s\""),
        ("limits: { wall: [3s] }", "1:17: wall has to be written like 3s, 200ms or 2m: not a list"),
        ("limits: { wall: }", "1:17: wall has to be written like 3s, 200ms or 2m: not null"),
        ("limits: { memory: 128 }", "1:19: memory has to be written like 128MiB, 512KiB or 1MB: 128 has no unit"),
        ("limits: { memory: 128M }", "1:19: memory has to be written like 128MiB, 512KiB or 1MB: not \"128M\""),
        ("limits: { queue: 5s }", "1:18: queue has to be written like 256: not \"5s\""),
        ("limits: { queue: 1.5 }", "1:18: queue has to be written like 256: not \"1.5\""),
        ("limits: { queue: 0 }", "1:18: queue has to be from 1 to 65536, not 0"),
        ("limits: { wall: 1ms }", "1:17: wall has to be from 10ms to 10m, not 1ms"),
        ("limits: { memory: 1MiB }", "1:19: memory has to be from 16MiB to 64GiB, not 1MiB"),
        (
            "limits: { memory: 99999999999999999999GiB }",
            "1:19: memory has to be written like 128MiB, 512KiB or 1MB: not \"99999999999999999999GiB\""
        ),
        ("limits: 5", "1:9: limits has to be a mapping, not a number"),
        ("limits: [1]", "1:9: limits has to be a mapping, not a list"),
        ("- a", "1:1: the settings has to be a mapping, not a list"),
        ("dialect: uix", "1:10: unknown dialect \"uix\" (did you mean \"uis\"?)"),
        ("dialect: [uis]", "1:10: dialect has to be uis or none, not a list"),
        ("dialect:", "1:9: dialect has to be uis or none, not null"),
        ("config: 5", "1:9: config has to be a mapping, not a number"),
        ("config: { ? [a] : 1 }", "1:13: a key has to be text"),
        ("? [a]\n: 1", "1:3: unknown key \"\" (known: dialect, fallback, limits, config, routes, state, access)"),
        ("access: { token: x }", "1:18: a token has to have at least 8 characters of ASCII, without spaces"),
        ("access: { token: [] }", "1:18: token has to be a value or a list of values, not an empty list"),
        (
            "access: { addresses: [10.0.0.0/33] }",
            "1:23: \"10.0.0.0/33\" is no address: write one like 192.0.2.7, 10.0.0.0/8 or 2001:db8::/32"
        ),
        ("access: {}", "1:9: access has to have token or addresses: without them nothing is restricted"),
        ("access: { tokens: abcdefgh }", "1:11: unknown key \"tokens\" (did you mean \"token\"?)"),
        (
            "limits: { callerRate: 1/h burst 9999999 }",
            "1:23: callerRate has to be written like 50/s, 100/min, 1000/h or 50/s burst 200, not \"1/h burst 9999999\""
        ),
        ("limits: { rate: 50 }", "1:17: rate has to be written like 50/s, 100/min, 1000/h or 50/s burst 200, not \"50\""),
        (
            "routes: { /a: { limits: { rate: 5/s } } }",
            "1:27: \"rate\" is a limit of the whole sandbox: write it under the limits at the top"
        ),
        ("network: { allow: [] }", "1:10: this version does not have \"network\": remove it, because nothing would enforce it"),
        ("routes: { a: {} }", "1:11: a route has to begin with \"/\", such as /crm_integration"),
        ("routes: { /a: 5 }", "1:15: /a has to be a mapping, not a number"),
        ("routes: { /a: { fallbck: 1 } }", "1:17: unknown key \"fallbck\" (did you mean \"fallback\"?)"),
        (
            "routes: { /a: { limits: { body: 1KiB } } }",
            "1:27: \"body\" is a limit of the whole sandbox: write it under the limits at the top"
        ),
        ("routes: { /a: { limits: { cpu: 1 } } }", "1:32: cpu has to be written like 3s, 200ms or 2m: 1 has no unit"),
        ("a: 1\na: 2", "1:1: key \"a\" is given more than once"),
        ("limits: { wall: 1s, wall: 2s }", "1:11: key \"wall\" is given more than once"),
        ("limits: &x { wall: 1s }", "1:9: anchors (&x) are not supported: write the value out"),
        ("config: { a: &x 1, b: *x }", "1:14: anchors (&x) are not supported: write the value out"),
        ("config: { b: *x }", "1:14: not YAML: found undefined alias"),
        ("config: { a: !!binary aGk= }", "1:14: tags (tag:yaml.org,2002:binary) are not supported: leave it out"),
        ("config: !mine { a: 1 }", "1:9: tags (!mine) are not supported: leave it out"),
    ])
    func refuses(_ yaml: String, _ slip: String) {
        #expect(slips(yaml) == ["x/sandbox.yaml:" + slip])
    }

    @Test(arguments: ["a: [", "a: b: c", "\t- x", "a: \"", "{", "a\nb: c", "---\na: 1\n---\nb: 2", "%YAML 9.9\n---\n", "a: \u{1}"])
    func refusesWhatIsNoYAML(_ yaml: String) throws {
        let slip = try #require(slips(yaml).first)
        #expect(slip.contains(": not YAML: "))
        #expect(slips(yaml).count == 1)
    }

    @Test func listsEverySlipInTheOrderOfTheFile() {
        #expect(
            slips("fallback: { phone: 7 }\nlimits:\n  wall: 3\n  cpu: x\ndialekt: uis").map { String($0.prefix(18)) }
                == ["x/sandbox.yaml:1:1", "x/sandbox.yaml:3:9", "x/sandbox.yaml:4:8", "x/sandbox.yaml:5:1"])
    }

    @Test func refusesAFallbackThatIsNoInstruction() throws {
        let slip = try #require(slips("fallback: { phones: [] }").first)
        #expect(slip.hasPrefix("x/sandbox.yaml:1:11: fallback is no instruction of the dialect uis: /phones: "))
    }

    @Test func refusesARoutesFallbackThatIsNoInstruction() throws {
        let slip = try #require(slips("routes:\n  /a:\n    fallback: { returned_code: x }").first)
        #expect(slip.hasPrefix("x/sandbox.yaml:3:15: fallback is no instruction of the dialect uis: /returned_code: "))
    }

    @Test func readsTheFallbackByTheDialectBelowIt() {
        #expect(slips("fallback: { anything: 1 }\ndialect: none").isEmpty)
    }

    @Test func skipsAByteOrderMark() throws {
        let bytes: [UInt8] = [0xEF, 0xBB, 0xBF] + Array("dialect: none".utf8)
        #expect(try SandboxSettings(parsing: bytes, file: "x", dialect: .uis).dialect == .none)
    }

    @Test func refusesBytesThatAreNoText() throws {
        let bytes = Array("a: 1\nзь: ".utf8) + [0xFF]
        let error = try #require(throws: SettingsError.self) { try SandboxSettings(parsing: bytes, file: "x", dialect: .uis) }
        #expect("\(error)" == "x:2:5: not UTF-8 at byte 11: save the file as UTF-8")
    }

    @Test func refusesAFileThatIsTooLong() {
        #expect(slips(String(repeating: "#", count: 65_537)) == ["x/sandbox.yaml:1:1: the file has 65537 bytes; it may have 65536"])
    }

    @Test func isNotHurtByAliasesOfAliases() {
        var yaml = "a0: &a0 [x]\n"
        for level in 1...30 { yaml += "a\(level): &a\(level) [\((0..<9).map { _ in "*a\(level - 1)" }.joined(separator: ","))]\n" }
        yaml += "? *a30\n: 1\n"
        let time = ContinuousClock().measure { #expect(slips(yaml).count == 1) }
        #expect(time < .seconds(20))
    }

    @Test(arguments: ["[", "{a: ", "- ", "? "])
    func isNotHurtByDeepNesting(_ opening: String) {
        #expect(!slips(String(repeating: opening, count: 65_000 / opening.utf8.count)).isEmpty)
        #expect(!slips("config: { a: " + String(repeating: opening, count: 900)).isEmpty)
    }

    @Test func survivesMutations() {
        let yaml = Array(
            """
            fallback: { phones: ["74951234567"] }
            limits: { wall: 1.5s, queue: 16 }
            config: { greeting: "x\\u0041", b: | \n  text\n }
            routes:
              /a: { fallback: { returned_code: 9 }, limits: { wall: 1s } }
            """.utf8)
        var random = SeededGenerator(seed: 11)
        let pool = Array("{}[]:,&*!|>'\"%@`?-#\n\t 0aé\u{0}\\".utf8)
        for _ in 0..<3000 {
            var mutated = yaml
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let index = Int.random(in: 0..<mutated.count, using: &random)
                mutated[index] = pool.randomElement(using: &random) ?? 0
            }
            _ = try? SandboxSettings(parsing: mutated, file: "x", dialect: .uis)
        }
    }

    @Test func namesRoutesThatTheSandboxDoesNotHave() throws {
        let settings = try settings("routes:\n  /orders: {}\n  /crm: {}\n  /a: {}\n")
        #expect(
            settings.slips(ofRoutesNotAmong: ["/a", "/crm_in"], file: "x/sandbox.yaml").map(\.description) == [
                "x/sandbox.yaml:2:3: the sandbox has no route /orders (did you mean \"/crm_in\"?)",
                "x/sandbox.yaml:3:3: the sandbox has no route /crm (did you mean \"/crm_in\"?)",
            ])
        #expect(settings.slips(ofRoutesNotAmong: [], file: "f").count == 3)
    }
}
