import Foundation
import TestSupport
import Testing

/// The examples of the documentation do what it says.
@Suite(.ownThreads, .serialized, .timeLimit(.minutes(5)))
struct DocumentTests {
    @Test(arguments: [
        "README.md", "docs/getting-started.md", "docs/handlers.md", "docs/state.md", "docs/scenarios.md", "docs/calls.md",
        "docs/exploring.md", "docs/call-tests.md", "handlers/README.md",
    ])
    func theExamplesDoWhatTheDocumentSays(document: String) throws {
        let examples = try DocumentExample.all(in: document)
        try #require(!examples.isEmpty)
        let folder = try TemporaryFolder()
        let handlers = try TemporaryFolder()
        for name in try FileManager.default.contentsOfDirectory(atPath: "\(BuiltProducts.checkout)/handlers") {
            try handlers.copy("\(BuiltProducts.checkout)/handlers/\(name)", to: name)
        }
        let host = try HostProcess(
            handlers: handlers, data: TemporaryFolder(), environment: ["RINGBOX_SECRET_CRM_TOKEN": "a-token-of-13"])
        try FileManager.default.createSymbolicLink(atPath: "\(folder.path)/handlers", withDestinationPath: handlers.path)
        try FileManager.default.createSymbolicLink(atPath: "\(folder.path)/data", withDestinationPath: host.data.path)
        for example in examples {
            switch example {
            case .file(let path, let text): try save(text, to: path, of: host)
            case .command(let command, let output): try run(command, in: folder, of: host, expecting: output)
            }
        }
    }

    /// Writes a file and waits until the sandbox serves it, or cannot.
    private func save(_ text: String, to path: String, of host: HostProcess) throws {
        if (try? host.handlers.read(path)) == text { return }
        let name = path.split(separator: "/").first.map { $0.split(separator: ".").first.map(String.init) ?? "" } ?? ""
        let before = loads(of: name, host)
        let isNewFolder = path.contains("/") && !FileManager.default.fileExists(atPath: "\(host.handlers.path)/\(name)")
        if isNewFolder {
            // In one step: a folder that is still empty is a sandbox that does not load.
            try host.handlers.write(text, to: ".new" + path.dropFirst(name.count))
            try FileManager.default.moveItem(atPath: "\(host.handlers.path)/.new", toPath: "\(host.handlers.path)/\(name)")
        } else {
            try host.handlers.write(text, to: path)
        }
        // What is not for handlers makes no new version.
        if path.hasSuffix("/scenario.yaml") || path.contains("/calls/") { return }
        try waitUntil { loads(of: name, host) > before }
    }

    private func loads(of sandbox: String, _ host: HostProcess) -> Int {
        host.output.all.components(separatedBy: "\n").filter {
            $0.contains(" \(sandbox) loaded") || $0.contains(" \(sandbox) does not load")
        }.count
    }

    private func run(_ command: String, in folder: TemporaryFolder, of host: HostProcess, expecting output: String) throws {
        let local = command.replacingOccurrences(of: "localhost:8080", with: "localhost:\(host.trafficPort)")
            .replacingOccurrences(of: "localhost:8081", with: "localhost:\(host.adminPort)")
        let tools = URL(filePath: BuiltProducts.path(of: "ringbox")).deletingLastPathComponent().path
        let path = "\(tools):\(ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin")"
        let result = try CommandResult.run(
            "/bin/bash", ["-c", local.replacingOccurrences(of: "curl ", with: "curl --silent --show-error ")], environment: ["PATH": path],
            folder: folder.path)
        let printed = (result.output + result.errors).replacingOccurrences(of: "\r\n", with: "\n")
        #expect(matches(printed, output), "$ \(command)\nprinted\n\(printed)\nand the document says\n\(output)")
    }

    /// Whether `text` is `pattern`, in which "…" stands for anything; line breaks at the end do not count.
    private func matches(_ text: String, _ pattern: String) -> Bool {
        let text = text.trimmingCharacters(in: .newlines)
        let parts = pattern.trimmingCharacters(in: .newlines).components(separatedBy: "…")
        guard let first = parts.first, let last = parts.last, text.hasPrefix(first), text.hasSuffix(last) else { return false }
        guard parts.count > 1 else { return text == first }
        var rest = text.dropFirst(first.count).dropLast(last.count)
        for part in parts.dropFirst().dropLast() {
            guard let found = rest.range(of: part) else { return false }
            rest = rest[found.upperBound...]
        }
        return true
    }
}
