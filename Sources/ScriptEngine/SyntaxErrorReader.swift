internal import CJavaScriptCore

/// Reads what is wrong with a source that does not parse, and where.
///
/// The engine tells message and line, but no column. The column is found by parsing beginnings of the source: the shortest one
/// with the same error ends in the token that the engine stumbled over.
struct SyntaxErrorReader {
    let source: [UInt16]
    let file: String
    let context: JSGlobalContextRef

    /// Longer sources get no column: each of about 20 attempts parses all that stands before the error.
    private static let longestForColumn = 1 << 20

    private struct Finding: Equatable {
        var message: String
        var line: Int?
    }

    func read() -> ScriptException {
        guard let finding = check(source.count) else {
            return ScriptException(name: "SyntaxError", message: "The script does not parse", file: file)
        }
        return ScriptException(
            name: "SyntaxError", message: finding.message, file: file, line: finding.line, column: column(of: finding))
    }

    /// The error in the first `length` units of the source, or `nil` if they parse.
    private func check(_ length: Int) -> Finding? {
        let text = EngineString(utf16: Array(source.prefix(length)))
        let name = EngineString(file)
        var exception: JSValueRef?
        guard !JSCheckScriptSyntax(context, text.ref, name.ref, 1, &exception), let exception else { return nil }
        // Only what the engine itself puts on the error is used, so that scripts of the context have no say in it.
        let error = ExceptionReader(context: context, string: nil).read(exception)
        return Finding(message: error.message, line: error.line)
    }

    /// Counted from 1; `nil` if the error needs what follows its line.
    private func column(of finding: Finding) -> Int? {
        guard let line = finding.line, let range = unitsOfLine(line), source.count <= SyntaxErrorReader.longestForColumn
        else { return nil }
        if range.upperBound == source.count, finding.message.contains("end of script") || finding.message.contains("EOF") {
            return range.count + 1
        }
        guard check(range.upperBound) == finding else { return nil }
        var tooShort = range.lowerBound
        var enough = range.upperBound
        while enough - tooShort > 1 {
            let middle = (tooShort + enough) / 2
            if check(middle) == finding { enough = middle } else { tooShort = middle }
        }
        return enough - tokenLength(endingAt: enough, named: finding.message) - range.lowerBound + 1
    }

    /// The length of the token that ends at `end`: of one that the message quotes, or else 1.
    private func tokenLength(endingAt end: Int, named message: String) -> Int {
        let quoted = message.split(separator: "'", omittingEmptySubsequences: false).dropFirst()
        for token in quoted.map({ Array($0.utf16) }) where !token.isEmpty && token.count <= end {
            if source[(end - token.count)..<end].elementsEqual(token) { return token.count }
        }
        return 1
    }

    /// Where the line is in the source, without its end; `nil` if there is no such line.
    private func unitsOfLine(_ line: Int) -> Range<Int>? {
        var start = 0
        var number = 1
        var index = 0
        while index < source.count {
            guard let length = lineBreak(at: index) else {
                index += 1
                continue
            }
            if number == line { return start..<index }
            index += length
            start = index
            number += 1
        }
        return number == line ? start..<source.count : nil
    }

    private func lineBreak(at index: Int) -> Int? {
        switch source[index] {
        case 0x0D: index + 1 < source.count && source[index + 1] == 0x0A ? 2 : 1
        case 0x0A, 0x2028, 0x2029: 1
        default: nil
        }
    }
}
