import HTTPText
import Testing

@Suite struct SandboxNameTests {
    @Test(arguments: ["a", "uis_test", "crm11", "0", "a-b", "_x", String(repeating: "x", count: 63)])
    func takesOver(_ text: String) {
        #expect(SandboxName(text)?.text == text)
    }

    @Test func isInLowerCase() {
        #expect(SandboxName("UIS_Test")?.text == "uis_test")
        #expect(SandboxName("UIS_Test") == SandboxName("uis_test"))
    }

    @Test(arguments: [
        "", ".", "a.b", "a b", "заказ", "a/b", "a\0", "a%41", "..", "@a", "e\u{301}", String(repeating: "x", count: 64),
    ])
    func isNot(_ text: String) {
        #expect(SandboxName(text) == nil)
    }

    @Test func takesOverAPieceOfText() {
        #expect(SandboxName("hello.js".prefix(5))?.text == "hello")
    }
}
