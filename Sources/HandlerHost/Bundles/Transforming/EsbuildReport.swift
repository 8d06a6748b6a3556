/// The errors in what esbuild writes for people.
///
/// ```
/// ✘ [ERROR] Expected ";" but found "x"
///
///     orders.ts:1:6:
///       1 │ let x x
///         ╵       ^
/// ```
struct EsbuildReport {
    private(set) var findings: [TransformError.Finding] = []

    /// The lines and columns that a file can have: a file's name, which its author chooses, may look like others.
    private static let places = 0...1 << 31

    init(_ output: [UInt8]) {
        let marker = "✘ [ERROR] "
        for line in String(decoding: output, as: UTF8.self).split(separator: "\n") {
            if line.hasPrefix(marker) {
                findings.append(TransformError.Finding(message: String(line.dropFirst(marker.count))))
            } else if !findings.isEmpty {
                read(line, into: &findings[findings.count - 1])
            }
        }
    }

    private func read(_ line: Substring, into finding: inout TransformError.Finding) {
        if finding.line == nil, line.hasPrefix("    "), line.hasSuffix(":") {
            let parts = line.dropLast().split(separator: ":").suffix(2)
            guard parts.count == 2, let row = parts.first.flatMap({ Int($0) }), let column = parts.last.flatMap({ Int($0) }),
                Self.places.contains(row), Self.places.contains(column)
            else { return }
            finding.line = row
            finding.column = column + 1
        } else if finding.sourceLine == nil, let row = finding.line {
            let quoted = line.drop { $0 == " " }
            let gutter = "\(row) │ "
            guard quoted.hasPrefix(gutter) else { return }
            let source = quoted.dropFirst(gutter.count)
            finding.sourceLine = String(source)
            // esbuild counts columns in bytes.
            let before = source.utf8.prefix(max((finding.column ?? 1) - 1, 0))
            finding.column = before.count { $0 & 0xC0 != 0x80 } + 1
        }
    }
}
