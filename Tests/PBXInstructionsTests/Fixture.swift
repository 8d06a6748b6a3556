import Foundation
import JSONText
import PBXInstructions
import Testing

/// A reply from a file, and what its check has to say.
struct Fixture: CustomTestStringConvertible, Sendable {
    let name: String
    let reply: [UInt8]
    /// Lines of `kind pointer` beside the reply.
    let slips: [ReplySlip]
    /// The findings, one a line as `severity: sentence`; empty when there is no such file.
    let expectation: String

    var testDescription: String { name }

    /// The fixtures of a folder, sorted by name; throws when there are none, so that no test passes for want of them.
    static func all(in folder: String) throws -> [Fixture] {
        let resources = try Bundle.module.resourceURL ?? { throw CocoaError(.fileNoSuchFile) }()
        let folder = resources.appending(path: "Fixtures/\(folder)")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            .filter { $0.hasSuffix(".json") }.map { String($0.dropLast(5)) }.sorted()
        guard !names.isEmpty else { throw CocoaError(.fileNoSuchFile) }
        return try names.map { name in
            func read(_ suffix: String) throws -> Data? {
                let file = folder.appending(path: name + suffix)
                return FileManager.default.fileExists(atPath: file.path) ? try Data(contentsOf: file) : nil
            }
            let slips = String(decoding: try read(".slips") ?? Data(), as: UTF8.self)
            return Fixture(
                name: name, reply: [UInt8](try read(".json") ?? Data()),
                slips: try slips.split(separator: "\n").map(slip),
                expectation: String(decoding: try read(".txt") ?? Data(), as: UTF8.self))
        }
    }

    private static func slip(_ line: Substring) throws -> ReplySlip {
        let parts = line.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let kind = ReplySlip.Kind(rawValue: String(parts[0])) else {
            throw CocoaError(.fileReadCorruptFile)
        }
        return ReplySlip(kind, at: try JSONPointer(parsing: String(parts[1])))
    }
}

extension InstructionCheck {
    /// The findings as fixtures and documents have them.
    var lines: String {
        findings.map { "\($0.severity.rawValue): \($0)\n" }.joined()
    }
}
