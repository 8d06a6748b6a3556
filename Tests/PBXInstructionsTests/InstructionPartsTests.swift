import PBXInstructions
import Testing

struct InstructionPartsTests {
    @Test(arguments: [
        ("74951234567", Destination.Kind.number), ("+74951234567", .number), ("1234567", .number),
        ("123456789012345", .number), ("02", .extension), ("123456", .extension), ("ivan", .sipLogin),
        ("0a", .sipLogin), ("line-1_2.x@pbx.example.com", .sipLogin), (String(repeating: "a", count: 64), .sipLogin),
    ])
    func aDestinationKeepsWhatIsDialled(_ text: String, kind: Destination.Kind) {
        #expect(Destination(text)?.kind == kind)
        #expect(Destination(text)?.text == text)
    }

    @Test(arguments: [
        "", "1", "+123456", "1234567890123456", "+", "a", "-ivan", ".a", "@a", "Иван", "7 495", "7-495-1234567", "+ivan",
        "++74951234567", "undefined", "null", "NaN", "true", "٠١٢٣٤٥٦٧", String(repeating: "a", count: 65), "a\n",
    ])
    func aDestinationIsNothingElse(_ text: String) {
        #expect(Destination(text) == nil)
    }

    @Test func aListOfDestinationsIsNeverEmpty() throws {
        #expect(DestinationList([]) == nil)
        let destination = try #require(Destination("102"))
        #expect(DestinationList([destination])?.all == [destination])
    }

    @Test(arguments: ["", " ", "\t\n\u{b}\u{c}\r", "\u{a0}\u{feff}\u{2003}\u{2028}\u{3000}"])
    func aMessageIsNeverBlank(_ content: String) {
        #expect(PlayedMessage(.text, content) == nil)
        #expect(PlayedMessage(.media, content) == nil)
        #expect(PlayedMessage(.text, content + "Ж")?.content == content + "Ж")
    }

    @Test func aCodeIsInItsRange() {
        #expect(ReturnedCode(-1) == nil)
        #expect(ReturnedCode(0)?.value == 0)
        #expect(ReturnedCode(2_147_483_647)?.value == 2_147_483_647)
        #expect(ReturnedCode(2_147_483_648) == nil)
    }
}
