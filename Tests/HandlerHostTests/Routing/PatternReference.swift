import Foundation

/// Matches templates with regular expressions that backtrack, as the service did.
struct PatternReference {
    private let expression: NSRegularExpression

    init(_ pattern: String) throws {
        expression = try NSRegularExpression(pattern: "^" + pattern + "$", options: [.dotMatchesLineSeparators])
    }

    func match(_ path: String) -> [String]? {
        let range = NSRange(path.startIndex..., in: path)
        guard let match = expression.firstMatch(in: path, range: range), match.range == range else { return nil }
        return (1..<match.numberOfRanges).map { index in
            Range(match.range(at: index), in: path).map { String(path[$0]) } ?? ""
        }
    }
}
