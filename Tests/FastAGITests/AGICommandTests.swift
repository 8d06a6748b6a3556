import FastAGI
import TestSupport
import Testing

struct AGICommandTests {
    @Test func quotesEveryArgument() throws {
        let command = try AGICommand("SET VARIABLE", ["A", #"say "да" \ no"#])
        #expect(command.line == #"SET VARIABLE "A" "say \"да\" \\ no""#)
    }

    @Test(arguments: ["a\nHANGUP", "a\r\nEXEC System rm", "a\u{0}b", "a\u{7f}", "\u{1b}[2J"])
    func refusesWhatCouldEndALine(_ argument: String) {
        #expect(throws: AGIFault.unsendable("an argument of STREAM FILE with control characters")) {
            try AGICommand("STREAM FILE", [argument, ""])
        }
    }

    @Test func refusesALineThatAsteriskWouldCut() {
        #expect(throws: AGIFault.self) { try AGICommand("SET VARIABLE", ["A", String(repeating: "ы", count: 2_000)]) }
    }

    /// Asterisk's own way to read a line gives back exactly the arguments that were sent.
    @Test func reachesAsteriskAsItWasMeant() throws {
        var generator = SeededGenerator(seed: 7)
        let alphabet = Array(#"ab "\,|&^'(){}$ы#*"#)
        for _ in 0..<5_000 {
            let arguments = (0..<3).map { _ in
                String((0..<Int.random(in: 0...10, using: &generator)).compactMap { _ in alphabet.randomElement(using: &generator) })
            }
            let command = try AGICommand("EXEC", arguments)
            #expect(AsteriskWords.split(command.line) == ["EXEC"] + arguments)
        }
    }
}
