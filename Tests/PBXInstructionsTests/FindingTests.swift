import JSONText
import PBXInstructions
import Testing

struct FindingTests {
    private let finding = Finding(
        .error, .unknownKey, at: JSONPointer(["phone"]), "unknown key", hint: "did you mean \"phones\"?")

    @Test func isOneSentence() {
        #expect(finding.description == #"/phone: unknown key (did you mean "phones"?)"#)
        #expect(Finding(.warning, .nothing, at: .root, "no place").description == "no place")
    }

    @Test func isOneShortLineWhateverTheKey() {
        let key = "a\n\u{1b}\u{85}\u{2028}" + String(repeating: "ж", count: 10_000)
        let finding = Finding(.warning, .unknownKey, at: JSONPointer([key]), "unknown key")
        #expect(finding.description.hasPrefix(#"/a\u{a}\u{1b}\u{85}\u{2028}жж"#))
        #expect(finding.description.hasSuffix("жж…: unknown key"))
        #expect(finding.description.count < 120)
        #expect(!finding.description.unicodeScalars.contains { $0.properties.generalCategory == .control })
        #expect(finding.json["pointer"]?.string?.hasSuffix(key) == true)
    }

    @Test func isAnObjectForPrograms() {
        let members = #""code":"unknown_key","pointer":"/phone","message":"unknown key","#
        #expect(
            finding.json.text == #"{"severity":"error",\#(members)"hint":"did you mean \"phones\"?"}"#)
        #expect(Finding(.warning, .nothing, at: .root, "a").json["hint"] == nil)
    }
}
