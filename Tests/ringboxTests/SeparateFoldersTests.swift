import Glibc
import TestSupport
import Testing

@testable import ringbox

/// Folders that have to be apart …
@Suite struct SeparateFoldersTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        for name in ["handlers/a", "data/x", "deep/er"] { try folder.write("", to: name + "/file") }
    }

    /// The option and the path of each folder, relative to the test's.
    private func check(_ handlers: String, _ data: String, _ secrets: String? = nil) throws(CommandFailure) {
        var folders = SeparateFolders()
        try folders.add(folder.path + "/" + handlers, option: "--handlers")
        try folders.add(folder.path + "/" + data, option: "--data")
        if let secrets { try folders.add(folder.path + "/" + secrets, option: "--secrets") }
    }

    @Test func mayLieBesideEachOther() throws {
        try check("handlers", "data", "deep/er")
        try check("handlers", "handlers-data", "deep")
        try check("handlers/", "not/there/yet", "data/")
    }

    @Test(arguments: [
        ("handlers", "handlers", nil), ("handlers", "handlers/a", nil), ("handlers", "handlers/new/one", nil), ("data/x", "data", nil),
        ("handlers", "./deep/../handlers/new", nil), (".", "data", nil), ("handlers", "data", "handlers/a"),
        ("handlers", "data", "data/keys"),
        ("handlers", "data", "."), ("handlers", "new", "new/keys"),
    ]) func mayNotContainEachOther(_ handlers: String, _ data: String, _ secrets: String?) throws {
        let failure = try #require(throws: CommandFailure.self) { try check(handlers, data, secrets) }
        #expect(failure.code == .usage && failure.sentence.contains("have to be apart"), "\(failure.sentence)")
    }

    @Test func mayNotContainEachOtherUnderOtherNames() throws {
        #expect(symlink(folder.path + "/handlers", folder.path + "/alias") == 0)
        #expect(symlink("../data", folder.path + "/deep/data") == 0)
        #expect(throws: CommandFailure.self) { try check("alias", "handlers/data") }
        #expect(throws: CommandFailure.self) { try check("handlers", "alias/data") }
        #expect(throws: CommandFailure.self) { try check("data", "deep/data/new/one") }
        #expect(throws: CommandFailure.self) { try check("handlers", "data", "deep/data/keys") }
    }
}
