import Foundation

/// A new folder that goes with the value.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("ringbox-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        // A folder that stays behind harms nothing.
        try? FileManager.default.removeItem(atPath: path)
    }

    /// The path of `name` in the folder.
    func callAsFunction(_ name: String) -> String {
        path + "/" + name
    }

    func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: self(name)))
    }

    /// Puts a file of `Fixtures` here.
    func copyFixture(_ fixture: String, to name: String) throws {
        let path = "Fixtures/" + fixture
        guard let url = Bundle.module.resourceURL?.appendingPathComponent(path) else { throw CocoaError(.fileNoSuchFile) }
        try FileManager.default.copyItem(atPath: url.path, toPath: self(name))
    }

    /// Copies files as they are, those that do not exist left out.
    func copy(_ names: [String], to folder: TemporaryFolder) throws {
        for name in names where FileManager.default.fileExists(atPath: self(name)) {
            try FileManager.default.copyItem(atPath: self(name), toPath: folder(name))
        }
    }
}
