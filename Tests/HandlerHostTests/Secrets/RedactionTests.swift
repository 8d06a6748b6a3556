import HandlerHost
import JSONText
import NIOCore
import TestSupport
import Testing

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
        #expect(String(buffer: Redaction(["1234567"]).json(ByteBuffer(string: json))) == shown)
    }

    @Test func hidesJSONThatIsASecretAsAWhole() {
        let secret = #"{"key":"abc","id":5}"#
        let shown = String(buffer: Redaction([secret]).json(ByteBuffer(string: #"[{"value":{"key":"abc","id":5}}]"#)))
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
        let hidden = redaction.json(ByteBuffer(bytes: json.bytes()))
        let value = try JSONValue(parsing: Array(hidden.readableBytesView))
        for secret in secrets {
            #expect(value.object?.keys.first?.contains(secret) != true)
            #expect(value.object?.first { _ in true }?.value[0]?.string?.contains(secret) != true)
        }
    }
}
