import HandlerHost
import JSONText
import PBXInstructions
import Testing
import TextFilters
import YAMLText

@Suite struct SecretSettingsTests {
    private func settings(_ yaml: String, _ secrets: [String: String] = ["CRM_TOKEN": "hunter22"]) throws(SettingsError) -> SandboxSettings
    {
        try SandboxSettings(parsing: Array(yaml.utf8), file: "x/sandbox.yaml", dialect: .uis, secrets: source(secrets))
    }

    private func source(_ secrets: [String: String]) -> SecretSource {
        var environment: [String: [UInt8]] = ["HOME": Array("/home/x".utf8), "CRM_PASSWORD": Array("visible1".utf8)]
        for (name, value) in secrets { environment["RINGBOX_SECRET_\(name)"] = Array(value.utf8) }
        return SecretSource(environment: environment)
    }

    private func slips(_ yaml: String, _ secrets: [String: String] = ["CRM_TOKEN": "hunter22"]) -> [String] {
        do throws(SettingsError) {
            _ = try settings(yaml, secrets)
            return []
        } catch {
            return error.yaml.slips.map(\.description)
        }
    }

    @Test func takeTheirPlaceInValuesWhereverTheyStand() throws {
        let settings = try settings(
            """
            fallback: { text: "${CRM_TOKEN}" }
            config:
              token: ${CRM_TOKEN}
              header: "Bearer ${CRM_TOKEN}!"
              list: ['${CRM_TOKEN}', 5]
            routes:
              /a: { fallback: { text: "a ${CRM_TOKEN}" } }
            """)
        #expect(settings.config == ["token": "hunter22", "header": "Bearer hunter22!", "list": ["hunter22", 5]])
        #expect(settings.fallback?.value == ["text": "hunter22"])
        #expect(settings.routes["/a"]?.fallback?.value == ["text": "a hunter22"])
        #expect(settings.secrets.names == ["CRM_TOKEN"])
    }

    @Test(arguments: [
        "hunter22\nadmin: true", "{ a: [1, 2] }", "\" }\nconfig: {x: ", "1234567", "true   ", "*anchor", "&a !!binary x", "null\n\n\n",
        "# no comment", "${CRM_TOKEN}", "$${CRM_TOKEN}",
    ])
    func areTextWhateverIsInThem(_ value: String) throws {
        let settings = try settings("config: { token: \"${CRM_TOKEN}\" }\ndialect: none\n", ["CRM_TOKEN": value])
        #expect(settings.config == ["token": .string(value)])
        #expect(settings.dialect == .none)
    }

    @Test func doNotStandInKeys() throws {
        #expect(try settings("config: { \"${CRM_TOKEN}\": 1 }").config == ["${CRM_TOKEN}": 1])
        #expect(try settings("config: { \"${CRM_TOKEN}\": 1 }").secrets.names == [])
    }

    @Test func areWrittenOutWithTwoDollars() throws {
        let settings = try settings("config: { a: \"$${CRM_TOKEN}\", b: \"5$ $HOME $\", c: \"$${a} ${CRM_TOKEN} $${b\" }")
        #expect(settings.config == ["a": "${CRM_TOKEN}", "b": "5$ $HOME $", "c": "${a} hunter22 ${b"])
    }

    @Test(arguments: [
        (
            "config:\n  a: ${CRM_TOKN}",
            "x/sandbox.yaml:2:6: there is no secret CRM_TOKN (did you mean \"CRM_TOKEN\"?): put it into a file CRM_TOKN in the folder of "
                + "--secrets, or into the variable RINGBOX_SECRET_CRM_TOKN of the host"
        ),
        (
            "config: { a: \"${RINGBOX_SECRET_CRM_TOKEN}\" }",
            "x/sandbox.yaml:1:14: there is no secret RINGBOX_SECRET_CRM_TOKEN (did you mean \"CRM_TOKEN\"?): put it into a file "
                + "RINGBOX_SECRET_CRM_TOKEN in the folder of --secrets, or into the variable "
                + "RINGBOX_SECRET_RINGBOX_SECRET_CRM_TOKEN of the host"
        ),
        (
            "config: { a: \"${SHORT}\" }",
            "x/sandbox.yaml:1:14: the secret SHORT has fewer than 6 bytes, so it could not be hidden in logs: make it longer, or write "
                + "the value here if it is no secret"
        ),
        ("config: { a: \"${EMPTY}\" }", "x/sandbox.yaml:1:14: the secret EMPTY is empty: put its value there"),
        (
            "config: { a: \"${CRM_TOKEN\" }",
            "x/sandbox.yaml:1:14: \"${\" begins the name of a secret, and no \"}\" ends it: write $${ for the characters themselves"
        ),
        (
            "config: { a: \"${a b}\" }",
            "x/sandbox.yaml:1:14: \"a b\" is no name of a secret, which has letters, digits, _, - and .: write $${ for the characters "
                + "themselves"
        ),
    ])
    func areExplainedWhenTheyAreMissing(_ yaml: String, _ sentence: String) {
        #expect(slips(yaml, ["CRM_TOKEN": "hunter22", "SHORT": "abc", "EMPTY": ""]) == [sentence])
    }

    @Test(arguments: ["HOME", "CRM_PASSWORD", "PATH", ""])
    func areNoOtherVariables(_ name: String) {
        #expect(slips("config: { a: \"${\(name)}\" }").count == 1)
    }

    @Test(arguments: [
        "limits: { wall: \"${CRM_TOKEN}\" }", "dialect: ${CRM_TOKEN}",
        "routes: { /a: { limits: { cpu: \"${CRM_TOKEN}\" } } }", "limits: { queue: \"5${CRM_TOKEN}\" }",
        "fallback: { returned_code: \"${CRM_TOKEN}\" }",
    ])
    func areNotShownInWhatIsWrongWithThem(_ yaml: String) {
        let found = slips(yaml)
        #expect(!found.isEmpty)
        #expect(!found.joined().contains("hunter"), "\(found)")
    }

    @Test func areNotShownInDescriptions() throws {
        let source = source(["CRM_TOKEN": "hunter22"])
        let settings = try settings("config: { a: 1 }\nfallback: { text: \"x\" }\n")
        let secrets = try self.settings("config: { a: \"${CRM_TOKEN}\" }").secrets
        var dumped = "\(source) \(settings.secrets) \(secrets)"
        dump(secrets, to: &dumped)
        dump(source, to: &dumped)
        debugPrint(secrets, source, to: &dumped)
        #expect(!dumped.contains("hunter22"))
        #expect(!dumped.contains("104"), "nor as a list of bytes")
    }

    @Test func takeTheirPlaceInTheAddressesOfAScenario() throws {
        let yaml = """
            operations:
              a: { interactive: { route: "/in?token=${CRM_TOKEN}", prompt: "${CRM_TOKEN}" } }
              b: { interactive: { url: "${CRM_TOKEN}/x" } }
              c: { interactive: { route: "/$${CRM_TOKEN}" } }
            """
        var expansion = SecretExpansion(source(["CRM_TOKEN": "http://a/?b=я&"]), file: "x/scenario.yaml")
        let root = try #require(try YAMLNode.parse(Array(yaml.utf8), file: "x/scenario.yaml"))
        let text = "\(expansion.expandedAddresses(root))"
        #expect(text.contains("\"/in?token=http%3A%2F%2Fa%2F%3Fb%3D%D1%8F%26\""), "it stays one part of the address: \(text)")
        #expect(text.contains("\"http://a/?b=я&/x\""), "at the beginning it is the address: \(text)")
        #expect(text.contains("\"/${CRM_TOKEN}\"") && text.contains("(\"${CRM_TOKEN}\", isPlain"), "other texts are as written: \(text)")
        #expect(expansion.redaction.text("GET /in?token=http%3A%2F%2Fa%2F%3Fb%3D%D1%8F%26") == "GET /in?token=***")
        #expect(expansion.slips == [])
    }
}
