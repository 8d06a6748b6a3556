import Foundation
import TestSupport
import Testing

/// The page about threats names tests that there are.
@Suite struct ThreatModelTests {
    private static let page = "docs/threat-model.md"

    private func lines() throws -> [String] {
        let text = try String(contentsOf: URL(filePath: BuiltProducts.checkout).appending(path: Self.page), encoding: .utf8)
        return text.components(separatedBy: "\n")
    }

    /// What stands between backticks.
    private func names(in text: String) -> [String] {
        text.components(separatedBy: "`").enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
    }

    /// A file that runs something, or a type, with or without one of its functions.
    private func isOfTest(_ name: String) -> Bool {
        if name.contains("/") { return ["Tests/", "Fuzz/", "scripts/"].contains { name.hasPrefix($0) } }
        let type = name.prefix { $0 != "." }
        return type.hasSuffix("Tests") || type.hasSuffix("Suite")
    }

    /// For each type of the tests, the text of the files that it and its extensions are in.
    private func sources() throws -> [String: String] {
        let folder = URL(filePath: BuiltProducts.checkout).appending(path: "Tests")
        var sources: [String: String] = [:]
        for path in try FileManager.default.subpathsOfDirectory(atPath: folder.path) where path.hasSuffix(".swift") {
            let text = try String(contentsOf: folder.appending(path: path), encoding: .utf8)
            for match in text.matches(of: /(?:struct|class|actor|extension) ([A-Za-z]+)/) {
                sources[String(match.output.1), default: ""] += text
            }
        }
        return sources
    }

    @Test func everyLineOfTheTablesNamesATest() throws {
        let rows = try lines().drop { !$0.hasPrefix("## What stops whom") }.filter { $0.hasPrefix("| ") }
            .filter { !$0.hasPrefix("| ---") && !$0.hasSuffix("| shown by |") }
        #expect(rows.count > 20)
        for row in rows {
            let cells = row.components(separatedBy: " | ")
            #expect(cells.count == 3 && names(in: cells.last ?? "").contains(where: isOfTest), "no test: \(row)")
        }
    }

    @Test func everyTestThatIsNamedExists() throws {
        let sources = try sources()
        var count = 0
        for line in try lines() where line.hasPrefix("| ") {
            for name in names(in: line.components(separatedBy: " | ").last ?? "") where isOfTest(name) {
                count += 1
                if name.contains("/") {
                    let path = BuiltProducts.checkout + "/" + name
                    #expect(FileManager.default.fileExists(atPath: path), "there is no \(name)")
                    continue
                }
                let parts = name.split(separator: ".").map(String.init)
                let source = sources[parts[0]]
                #expect(source != nil, "there are no \(parts[0])")
                if parts.count > 1 { #expect(source?.contains("func \(parts[1])(") == true, "there is no test \(name)") }
            }
        }
        #expect(count > 20)
    }
}
