import PlainText
import TestSupport
import Testing

@testable import HandlerHost

/// The parts of transforming, against what no real esbuild would do.
@Suite struct TransformPartsTests {
    @Test func forgetsTheModuleThatWasNotUsedForLongest() {
        var cache = TransformCache(limit: 2_500)
        let keys = keys(4)
        let module = TransformedModule(output: [UInt8](repeating: 32, count: 10))
        cache[keys[0]] = module
        cache[keys[1]] = module
        _ = cache[keys[0]]
        cache[keys[2]] = module
        #expect(cache[keys[0]] != nil)
        #expect(cache[keys[1]] == nil)
        #expect(cache[keys[2]] != nil)
        cache[keys[2]] = module
        #expect(cache[keys[0]] != nil)
        cache[keys[3]] = TransformedModule(output: [UInt8](repeating: 32, count: 2_600))
        #expect(keys.allSatisfy { cache[$0] == nil })
    }

    @Test func countsWhatSmallModulesTakeBesidesTheirCode() {
        var cache = TransformCache(limit: 10_000)
        let keys = keys(50)
        for key in keys { cache[key] = TransformedModule(output: [32]) }
        #expect(keys.count { cache[$0] != nil } < 10)
        #expect(cache[keys[49]] != nil)
    }

    private func keys(_ count: Int) -> [ContentHash] {
        (0..<count).map { number in
            var key = ContentHash()
            key.combine([UInt8(number)])
            return key
        }
    }

    @Test func readsReportsWithoutAPlace() {
        let report = EsbuildReport(Array("✘ [ERROR] Out of ideas\n\n✘ [ERROR] Again\n\n    a:b.ts:3:x:\n1 error\n".utf8))
        #expect(report.findings == [.init(message: "Out of ideas"), .init(message: "Again")])
        #expect(EsbuildReport(Array("panic: no".utf8)).findings.isEmpty)
        let endless = EsbuildReport(Array("✘ [ERROR] x\n\n    a.ts:9223372036854775807:9223372036854775807:\n".utf8)).findings
        #expect(endless.count == 1 && endless[0].line == nil)
    }

    @Test func readsAFileNameWithColons() {
        let report = EsbuildReport(Array("✘ [ERROR] x\n\n    a:1:2.ts:12:0:\n      12 │ 12 │ y\n         ╵ ^\n".utf8))
        #expect(report.findings == [.init(message: "x", line: 12, column: 1, sourceLine: "12 │ y")])
    }

    @Test func keepsCodeWhoseMapIsBroken() {
        let module = TransformedModule(output: Array("1;\n//# sourceMappingURL=data:application/json;base64,!!!\n".utf8))
        #expect(module.code == Array("1;\n".utf8))
        #expect(module.map == nil)
        #expect(TransformedModule(output: []).code.isEmpty)
    }

    @Test func takesTheLastMapForTheOne() {
        let comment = "//# sourceMappingURL=data:application/json;base64,"
        let module = TransformedModule(output: Array("var a = `\(comment)x`\n\(comment)e30=\n".utf8))
        #expect(module.code == Array("var a = `\(comment)x`\n".utf8))
    }

    @Test(arguments: [("", ""), ("Zg==", "f"), ("Zg", "f"), ("Zm8=", "fo"), ("Zm9v", "foo"), ("0L8+/w", "п>\u{FFFD}")])
    func decodesBase64(_ text: String, _ decoded: String) {
        #expect(Base64.decode(text.utf8).map { String(decoding: $0, as: UTF8.self) } == decoded)
    }

    @Test func refusesWhatIsNoBase64() {
        #expect(Base64.decode("Zm9v!".utf8) == nil)
        #expect(Base64.decode("Zm 9v".utf8) == nil)
    }

    @Test func survivesWhateverIsInAScript() {
        var random = SeededGenerator(seed: 9)
        let pieces = [
            "import", "export", "`", "${", "}", "{", "/", "*", "//", "/*", "'", "\"", "\\", "\n", " ", "(", ")", "[", "]", ".", "#!", "é",
        ]
        for _ in 0..<20_000 {
            let count = Int.random(in: 0...14, using: &random)
            let script = (0..<count).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
            _ = ModuleSyntax.isModule(Array(script.utf8))
            _ = EsbuildReport(Array(("✘ [ERROR] " + script).utf8))
        }
    }

    @Test func looksThroughALargeScriptQuickly() {
        let script = Array(String(repeating: "x = a / b; // import export\n'export'\n", count: 20_000).utf8)
        let time = ContinuousClock().measure { #expect(!ModuleSyntax.isModule(script)) }
        #expect(time < .seconds(30))
    }
}
