import Foundation
import TestSupport

/// One example of a Markdown document that can be run.
enum DocumentExample {
    /// A file of a handlers folder, named in the block's first line.
    case file(path: String, text: String)
    /// A command and what it prints.
    case command(String, output: String)

    /// The examples of a document, in order.
    static func all(in document: String) throws -> [DocumentExample] {
        let text = try String(contentsOf: URL(filePath: BuiltProducts.checkout).appending(path: document), encoding: .utf8)
        var examples: [DocumentExample] = []
        var language: String?
        var lines: [String] = []
        for line in text.components(separatedBy: "\n") {
            if line.hasPrefix("```") {
                if let ended = language { examples += read(ended, lines) }
                language = language == nil ? String(line.dropFirst(3)) : nil
                lines = []
            } else {
                lines.append(line)
            }
        }
        return examples
    }

    private static func read(_ language: String, _ lines: [String]) -> [DocumentExample] {
        switch language {
        case "console": commands(lines)
        case "js", "ts", "yaml", "json": file(lines)
        default: []
        }
    }

    private static func file(_ lines: [String]) -> [DocumentExample] {
        guard let first = lines.first, let start = first.range(of: "handlers/"), first.hasPrefix("//") || first.hasPrefix("#") else {
            return []
        }
        return [.file(path: String(first[start.upperBound...]), text: lines.joined(separator: "\n") + "\n")]
    }

    private static func commands(_ lines: [String]) -> [DocumentExample] {
        var examples: [DocumentExample] = []
        for line in lines {
            if line.hasPrefix("$ ") {
                examples.append(.command(String(line.dropFirst(2)), output: ""))
            } else if case .command(let command, let output) = examples.last {
                examples[examples.count - 1] = .command(command, output: output + line + "\n")
            }
        }
        return examples
    }
}
