package import Foundation

/// A folder of a test's own, gone with the value.
package final class TemporaryFolder: Sendable {
    /// The path, without links in it.
    package let path: String

    package init() throws {
        let url = FileManager.default.temporaryDirectory.resolvingSymlinksInPath().appending(path: "ringbox-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// Writes a file, and the folders that lead to it, as an editor does: beside its place, then in one step.
    package func write(_ text: String, to file: String) throws {
        try write(Data(text.utf8), to: file)
    }

    package func write(_ data: Data, to file: String) throws {
        let url = URL(filePath: path).appending(path: file)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try data.write(to: url, options: .atomic)
    }

    package func read(_ file: String) throws -> String {
        try String(contentsOf: URL(filePath: path).appending(path: file), encoding: .utf8)
    }

    package func remove(_ file: String) throws {
        try FileManager.default.removeItem(at: URL(filePath: path).appending(path: file))
    }

    /// Lets everybody run a file.
    ///
    /// Another program writes the file anew: a test that starts a program at the same time hands it the descriptor that a file
    /// is being written by, and what is open for writing cannot be run.
    package func makeExecutable(_ file: String) throws {
        let written = path + "/" + file
        let copied = try CommandResult.run("/usr/bin/install", ["-m", "755", written, written + ".new"])
        let moved = try CommandResult.run("/bin/mv", [written + ".new", written])
        guard copied.exitCode == 0, moved.exitCode == 0 else { throw CocoaError(.fileWriteUnknown) }
    }

    /// Copies a folder into this one.
    package func copy(_ source: String, to name: String) throws {
        try FileManager.default.copyItem(at: URL(filePath: source), to: URL(filePath: path).appending(path: name))
    }
}
