import Foundation
import TestSupport

extension TemporaryFolder {
    /// The path of `name` in the folder.
    func callAsFunction(_ name: String) -> String {
        path + "/" + name
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
