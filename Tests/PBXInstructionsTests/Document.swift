import Foundation

/// A file of the `docs` folder of this package.
struct Document {
    let text: String

    init(_ path: String) throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        text = try String(contentsOf: root.appending(path: "docs").appending(path: path), encoding: .utf8)
    }

    /// What stands between the lines `start` and `end`, nil when they are not there.
    func part(from start: String, to end: String) -> String? {
        guard let start = text.range(of: start + "\n"), let end = text.range(of: end + "\n") else { return nil }
        return start.upperBound <= end.lowerBound ? String(text[start.upperBound..<end.lowerBound]) : nil
    }

    /// The fenced blocks in order, each with what stands behind its opening fence.
    var blocks: [(info: String, text: String)] {
        var blocks: [(info: String, text: String)] = []
        var info: String?
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("```") {
                if info == nil {
                    info = String(line.dropFirst(3))
                    blocks.append((String(line.dropFirst(3)), ""))
                } else {
                    info = nil
                }
            } else if info != nil {
                blocks[blocks.count - 1].text += line + "\n"
            }
        }
        return blocks
    }

    /// The cells of all rows of Markdown tables that have `count` cells.
    func rows(of count: Int) -> [[String]] {
        text.split(separator: "\n").filter { $0.hasPrefix("| ") }
            .map { $0.dropFirst(1).dropLast(1).components(separatedBy: "|").map { $0.trimmingCharacters(in: .whitespaces) } }
            .filter { $0.count == count }
    }
}
