import Foundation
import Testing

/// A file in `Cases`: a handler that attempts what its name says, and what has to come of it.
///
/// The file begins with comments such as `// outcome: exceeded_cpu`:
///
/// | word | meaning |
/// | --- | --- |
/// | `outcome` | how each request ends, in order, separated by commas; `a \| b` allows either |
/// | `detail` | a part of the sentence for the author, after the last request; may be repeated |
/// | `log` | a part of a line of the last request's log |
/// | `reply` | the whole body of the last answer |
/// | `size` | the number of bytes of the last answer's body |
/// | `state` | the stored state afterwards |
/// | `limits`, `config` | of `sandbox.yaml` |
/// | `target`, `body` | of the requests |
/// | `file` | the name of the file in the sandbox, `index.js` unless said |
/// | `peak` | MiB over which the worker's private memory may not go; the memory limit and ``slack`` unless said |
struct HostileCase: Sendable, CustomTestStringConvertible {
    /// MiB that a worker may use beyond its limit before it is gone: the host looks every 20 ms, later on a busy machine, and
    /// meanwhile a script goes on touching fresh memory.
    static let slack = 384

    let category: String
    let name: String
    let code: String
    private let words: [(key: String, value: String)]

    init(category: String, name: String, code: String) {
        self.category = category
        self.name = name
        self.code = code
        words = code.split(separator: "\n").prefix { $0.hasPrefix("// ") }.compactMap { line in
            guard let colon = line.firstIndex(of: ":") else { return nil }
            return (String(line[..<colon].dropFirst(3)), line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces))
        }
    }

    var testDescription: String { name }

    /// How each request may end.
    var outcomes: [[String]] {
        (self["outcome"] ?? "").split(separator: ",").map { request in
            request.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
        }
    }

    var details: [String] { words.filter { $0.key == "detail" }.map(\.value) }
    var limits: String { self["limits"] ?? Self.limits(of: category) }
    var file: String { self["file"] ?? "index.js" }
    var peak: Int { (self["peak"].flatMap(Int.init) ?? 128 + Self.slack) << 20 }

    subscript(_ key: String) -> String? { words.first { $0.key == key }?.value }

    /// What the sandbox's callers get when the handler fails.
    static let fallback = #"{"returned_code":9}"#

    var settings: String {
        var lines = ["fallback: \(Self.fallback)", "limits: \(limits)"]
        if let config = self["config"] { lines.append("config: \(config)") }
        if file == "main.js" { lines.append("dialect: uis") }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The limit that a category is about is the one that is met; the others are out of the way on any machine.
    private static func limits(of category: String) -> String {
        category == "endless" ? "{ wall: 60s, cpu: 200ms }" : "{ wall: 10m, cpu: 10m }"
    }

    /// The longest that a caller may have to wait, on a machine that is busy with other things.
    var patience: Duration {
        let wall = limits.firstMatch(of: /wall: (\d+)s/).flatMap { Double($0.1) } ?? 600
        return .seconds(wall + 30)
    }

    static func all(in category: String) throws -> [HostileCase] {
        let folder = try #require(Bundle.module.url(forResource: "Cases", withExtension: nil)).appending(path: category)
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        return try files.sorted { $0.path < $1.path }.map { file in
            let name = file.deletingPathExtension().lastPathComponent
            return HostileCase(category: category, name: name, code: try String(contentsOf: file, encoding: .utf8))
        }
    }
}
