import Foundation
import HTTPText
import HandlerHost

/// A handlers folder of its own for one test; removed with everything in it at the end.
final class TemporaryHandlers: Sendable {
    /// The folder around the handlers folder, for what has to be outside.
    let outside: URL
    let root: URL

    init() throws {
        outside = FileManager.default.temporaryDirectory.appending(path: "ringbox-\(UUID().uuidString)")
        root = outside.appending(path: "handlers")
        try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
    }

    deinit {
        // What is left of a temporary folder harms nobody.
        try? FileManager.default.removeItem(at: outside)
    }

    var path: String { root.path(percentEncoded: false) }

    func write(_ path: String, _ text: String = "module.exports = () => 1") throws {
        try write(path, bytes: Array(text.utf8))
    }

    func write(_ path: String, bytes: [UInt8]) throws {
        let file = root.appending(path: path)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: file)
    }

    func makeFolder(_ path: String) throws {
        try FileManager.default.createDirectory(at: root.appending(path: path), withIntermediateDirectories: true)
    }

    func link(_ path: String, to target: String) throws {
        try FileManager.default.createSymbolicLink(
            atPath: root.appending(path: path).path(percentEncoded: false), withDestinationPath: target)
    }

    func move(_ path: String, to other: String) throws {
        try FileManager.default.moveItem(at: root.appending(path: path), to: root.appending(path: other))
    }

    func remove(_ path: String) throws {
        try FileManager.default.removeItem(at: root.appending(path: path))
    }

    /// Builds the bundle of an entry, whose kind follows from whether it has a dot.
    func build(
        _ entry: String, with transformer: ModuleTransformer = ModuleTransformer(limit: .seconds(100))
    ) async throws(BundleError) -> SandboxBundle {
        let stem = entry.split(separator: ".").first ?? ""
        guard let name = SandboxName(stem) else { throw .invalidName(entry: entry) }
        return try await BundleBuilder(folder: path, transformer: transformer)
            .build(SandboxEntry(name: name, entry: entry, kind: entry.contains(".") ? .file : .folder))
    }

    /// The sentences of the error that a build ends with.
    func refusal(_ entry: String, with transformer: ModuleTransformer = ModuleTransformer(limit: .seconds(100))) async -> String {
        do throws(BundleError) {
            _ = try await build(entry, with: transformer)
            return ""
        } catch {
            return error.description
        }
    }
}
