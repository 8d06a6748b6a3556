import JSONText
import TestSupport
import Testing
import TextFilters

@Suite struct RedactionTests {
    @Test(arguments: [
        ("hunter22 it is", "*** it is"), ("x hunter22hunter22 y hunter22", "x *** y ***"), ("hunter2", "hunter2"), ("HUNTER22", "HUNTER22"),
    ])
    func putsStarsInThePlaceOfASecret(_ text: String, _ shown: String) {
        let redaction = Redaction(["hunter22"])
        #expect(redaction.text(text) == shown)
    }

    @Test func hidesEveryWayToWriteASecret() throws {
        let secret = "p\"a\\ß/ -\nключ&=%"
        let redaction = Redaction([secret])
        let json = String(decoding: JSONValue.string(secret).bytes(), as: UTF8.self)
        #expect(redaction.text(json) == "\"***\"")
        #expect(redaction.text(String(decoding: JSONValue.string(json).bytes(), as: UTF8.self)) == #""\"***\"""#)
        #expect(redaction.text(#"p\"a\\\u00df/ -\n\u043a\u043b\u044e\u0447&=%"#) == "***")
        #expect(redaction.text("p%22a%5C%C3%9F%2F%20-%0A%D0%BA%D0%BB%D1%8E%D1%87%26%3D%25") == "***")
        #expect(redaction.text("p%22a%5c%c3%9f%2f%20-%0a%d0%ba%d0%bb%d1%8e%d1%87%26%3d%25") == "***")
    }

    @Test func hidesASecretInURLsHoweverItIsEncoded() {
        let redaction = Redaction(["hunter 22"])
        #expect(redaction.url("/a/%68unter%2022?token=hunter+22&b=hunter%2022&c=1") == "/a/***?token=***&b=***&c=1")
        #expect(redaction.url("/a?b=c+d") == "/a?b=c+d")
    }

    @Test func hidesABeginningThatWasCut() {
        let redaction = Redaction(["hunter22-and-more", "пароль-длинный"])
        #expect(redaction.text("\"hunter22-a…\"") == "\"***…\"")
        #expect(redaction.text("hunter2…") == "hunter2…")
        #expect(redaction.text("паро…") == "***…", "and no half of a character is left")
    }

    /// The beginning of an address stands in many texts.
    @Test(arguments: [
        "https://docs.example.org/help", "see https://crm.example.com", "https://crm.example.com/other",
        #"[{"op":"add","path":"/u","value":"https://crm.example.com/"}]"#, "https%3A%2F%2Fcrm.example.com%2Fhelp",
    ])
    func leavesABeginningThatWasNotCut(_ text: String) {
        let redaction = Redaction(["https://crm.example.com/hook/9f81d2"])
        #expect(redaction.text(text) == text)
        #expect(redaction.shownJSON(text) == text)
    }

    @Test(arguments: [
        ("at https://crm.example.com/hook/9f…", "at ***…"), ("a https://crm.e… b https://crm.exam… c", "a ***… b ***… c"),
        ("https://crm.example.com/hook/9\u{fffd}…", "***\u{fffd}…"), (#"{"u":"https:\/\/crm.exam\u00…"}"#, #"{"u":"***…"}"#),
        ("https%3A%2F%2Fcrm.e…", "***…"), ("https%3A%2F%2Fcrm.e%7…", "***…"), ("https:…", "https:…"),
    ])
    func hidesABeginningBeforeTheSignOfACut(_ text: String, _ shown: String) {
        #expect(Redaction(["https://crm.example.com/hook/9f81d2"]).text(text) == shown)
    }

    /// `encodeURI` leaves reserved signs, forms write spaces as `+`, some encode more than they need, and one encoding lies over another.
    @Test(arguments: [
        "p/7%20%C3%9F&x=1", "p%2F7%20%C3%9F%26x%3D1", "p%2f7+%c3%9f%26x%3D1", "%70%2F%37%20%C3%9F%26%78%3D%31",
        "p%252F7%2520%25C3%259F%2526x%253D1",
        #"p\/7 \u00df&x=1"#, #"p\\\/7 \\u00DF\u0026x=1"#, "p%5C%2F7%20%5Cu00df%26x%3D1", #"p\/7%20%c3%9f&x=1"#,
    ])
    func hidesASecretWithReservedSigns(_ written: String) {
        let redaction = Redaction(["p/7 ß&x=1"])
        #expect(redaction.text("-\(written)-") == "-***-")
        #expect(redaction.url("/a?b=\(written)&c=%20") == "/a?b=***&c=%20")
    }

    /// The time grows with the text, also for what nearly is the secret again and again.
    @Test(.timeLimit(.minutes(1))) func endsSoonForATextThatIsNearlyTheSecret() {
        let redaction = Redaction([String(repeating: "a", count: 60_000) + "b"])
        let text = String(repeating: "aaaaaaaa…%61\\u0061", count: 60_000)
        let shown = redaction.text(text)
        #expect(shown == String(repeating: "***…", count: 60_000) + "%61\\u0061")
    }

    /// A key of the state stands in the paths of its patch, where `/` and `~` have signs of their own.
    @Test(arguments: [
        #"[{"op":"add","path":"/s~1k~0 \"2","value":1}]"#, "path=%2Fs~1k~0%20%222",
        #"/s~1k~0 "2/n"#,
    ])
    func hidesASecretInAPointer(_ written: String) {
        let shown = Redaction([#"s/k~ "2"#]).text(written)
        #expect(shown.contains("***") && !shown.contains("k~0"), "\(shown)")
    }

    @Test func hidesSecretsThatOverlap() {
        #expect(Redaction(["abcdefgh", "efghijkl"]).text("-abcdefghijkl-") == "-***-")
        #expect(Redaction(["abcdef", "abcdefghijkl"]).text("-abcdefghijkl-") == "-***-")
    }

    @Test(arguments: [
        (#"[{"op":"add","path":"/t","value":"1234567"}]"#, #"[{"op":"add","path":"/t","value":"***"}]"#),
        (#"[{"op":"add","path":"/1234567","value":1234567}]"#, #"[{"op":"add","path":"/***","value":"***"}]"#),
        (#"[{"op":"add","path":"/t","value":12345}]"#, #"[{"op":"add","path":"/t","value":12345}]"#),
        (#"{"1234567":1,"x1234567":2}"#, #"{"***":1,"x***":2}"#),
    ])
    func leavesJSONThatCanBeRead(_ json: String, _ shown: String) {
        #expect(Redaction(["1234567"]).shownJSON(json) == shown)
    }

    @Test func hidesJSONThatIsASecretAsAWhole() {
        let secret = #"{"key":"abc","id":5}"#
        let shown = Redaction([secret]).shownJSON(#"[{"value":{"key":"abc","id":5}}]"#)
        #expect(!shown.contains("abc"))
        #expect((try? JSONValue(parsing: shown)) != nil)
    }

    /// For any secrets and any text that has them in it, no secret is left.
    @Test(arguments: 0..<200)
    func leavesNoSecret(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let alphabet = Array("ab1\"\\/ й&")
        func word(_ count: ClosedRange<Int>) -> String {
            String((0..<Int.random(in: count, using: &random)).map { _ in alphabet.randomElement(using: &random) ?? "a" })
        }
        let secrets = (0..<3).map { _ in word(6...14) }
        let redaction = Redaction(secrets)
        var text = ""
        for _ in 0..<8 { text += word(0...10) + (secrets.randomElement(using: &random) ?? "") }
        let shown = redaction.text(text)
        for secret in secrets { #expect(!shown.contains(secret)) }
        let json = JSONValue.object([text: .array([.string(text)])])
        let value = try JSONValue(parsing: redaction.shownJSON(String(decoding: json.bytes(), as: UTF8.self)))
        for secret in secrets {
            #expect(value.object?.keys.first?.contains(secret) != true)
            #expect(value.object?.first { _ in true }?.value[0]?.string?.contains(secret) != true)
        }
    }
}
