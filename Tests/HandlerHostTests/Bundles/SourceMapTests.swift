import HandlerHost
import TestSupport
import Testing

@Suite struct SourceMapTests {
    private func map(_ mappings: String, sources: String = #"["a.ts","b.ts"]"#) -> SourceMap? {
        SourceMap(parsing: Array(#"{"version":3,"sources":\#(sources),"mappings":"\#(mappings)"}"#.utf8))
    }

    private func place(_ mappings: String, _ line: Int, _ column: Int) -> [String] {
        guard let place = map(mappings)?.original(line: line, column: column) else { return [] }
        return [place.file, "\(place.line):\(place.column)"]
    }

    @Test func findsTheLastMappingBeforeAColumn() {
        // Line 1: column 0 → a.ts 0:0, column 4 → a.ts 2:1; line 3: column 2 → b.ts 3:0.
        let mappings = "AAAA,IAEC;;ECCD"
        #expect(place(mappings, 1, 1) == ["a.ts", "1:1"])
        #expect(place(mappings, 1, 4) == ["a.ts", "1:1"])
        #expect(place(mappings, 1, 5) == ["a.ts", "3:2"])
        #expect(place(mappings, 1, 500) == ["a.ts", "3:2"])
        #expect(place(mappings, 3, 3) == ["b.ts", "4:1"])
    }

    @Test func takesTheFirstMappingForAColumnBeforeIt() {
        #expect(place("AAAA,IAEC;;ECCD", 3, 1) == ["b.ts", "4:1"])
    }

    @Test func knowsNothingAboutLinesWithoutMappings() {
        #expect(place("AAAA,IAEC;;ECCD", 2, 1).isEmpty)
        #expect(place("AAAA,IAEC;;ECCD", 4, 1).isEmpty)
        #expect(place("", 1, 1).isEmpty)
        #expect(place("AAAA", 0, 0).isEmpty)
        #expect(place("AAAA", -1, -1).isEmpty)
        #expect(place("A,C", 1, 1).isEmpty)
    }

    @Test func readsNumbersOfSeveralDigitsAndNames() {
        // 16 is "gB", -17 is "jB"; a fifth number names a symbol.
        #expect(place("gBAgBgBA", 1, 17) == ["a.ts", "17:17"])
        #expect(place("AAgBgB,gBAjBA", 1, 17).isEmpty)
    }

    @Test(arguments: ["!", "AA", "AAA", "AAAAAA", "A!AA", "g", "gggggggggggggggggggggA", "AEAA", "ADAA", "AADA", "AAAD", "//////////////D"])
    func knowsNothingFromMappingsThatMakeNoSense(_ mappings: String) {
        #expect(place(mappings, 1, 1).isEmpty)
    }

    @Test(arguments: [
        "", "[]", "{}", #"{"version":2,"sources":[],"mappings":""}"#, #"{"version":3,"mappings":""}"#, #"{"version":3,"sources":["a"]}"#,
    ])
    func isNot(_ json: String) {
        #expect(SourceMap(parsing: Array(json.utf8)) == nil)
    }

    @Test func survivesRandomMappings() {
        var random = SeededGenerator(seed: 5)
        for _ in 0..<5000 {
            let mappings = random.text(of: Array("ABCDgz/+9;,;,!"), length: 0...30)
            for line in 1...3 { _ = map(mappings, sources: #"["a",null]"#)?.original(line: line, column: 3) }
        }
    }

    @Test func findsEveryMappingThatWasWritten() throws {
        var random = SeededGenerator(seed: 6)
        for _ in 0..<100 {
            var expected: [(line: Int, column: Int, original: SourceMap.Position)] = []
            var text = ""
            var last = [0, 0, 0]
            for line in 0..<Int.random(in: 1...5, using: &random) {
                if line > 0 { text += ";" }
                var column = 0
                for index in 0..<Int.random(in: 0...4, using: &random) {
                    let step = Int.random(in: index == 0 ? 0...40 : 1...40, using: &random)
                    column += step
                    let next = [0...1, 0...5000, 0...300].map { Int.random(in: $0, using: &random) }
                    text += (index > 0 ? "," : "") + vlq(step) + zip(next, last).map { vlq($0 - $1) }.joined()
                    last = next
                    expected.append(
                        (line + 1, column + 1, .init(file: ["a.ts", "b.ts"][next[0]], line: next[1] + 1, column: next[2] + 1)))
                }
            }
            let map = try #require(self.map(text))
            for (line, column, original) in expected { #expect(map.original(line: line, column: column) == original, "\(text)") }
        }
    }

    private func vlq(_ number: Int) -> String {
        let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        var rest = number < 0 ? -number << 1 | 1 : number << 1
        var text = ""
        repeat {
            let digit = rest & 31
            rest >>= 5
            text.append(digits[rest > 0 ? digit | 32 : digit])
        } while rest > 0
        return text
    }
}
