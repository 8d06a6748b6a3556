import Foundation
import HTTPText
import HandlerHost
import JSONText
import PBXInstructions
import TestSupport
import Testing
import YAMLText

@Suite struct SecretFolderTests {
    private let outside: TemporaryFolder
    private var folder: String { outside.path + "/secrets" }

    init() throws {
        outside = try TemporaryFolder()
        try FileManager.default.createDirectory(atPath: outside.path + "/secrets", withIntermediateDirectories: true)
        try outside.write("outside-secret", to: "elsewhere")
    }

    private func result(_ environment: [String: String] = [:], name: String = "TOKEN") -> String {
        let source = SecretSource(environment: environment.mapValues { Array($0.utf8) }, folder: folder)
        do throws(SettingsError) {
            let settings = try SandboxSettings(
                parsing: Array("config: { a: \"${\(name)}\" }".utf8), file: "x", dialect: .uis, secrets: source)
            return settings.config["a"]?.string ?? ""
        } catch {
            return error.description
        }
    }

    private func link(_ name: String, to target: String) throws {
        try FileManager.default.createSymbolicLink(atPath: folder + "/" + name, withDestinationPath: target)
    }

    @Test(arguments: [
        ("hunter22", "hunter22"), ("hunter22\n", "hunter22"), ("hunter22\r\n", "hunter22"), ("hunter22\n\n", "hunter22\n"),
        (" hunter22 \n", " hunter22 "), ("-----BEGIN\nключ\n-----END\n", "-----BEGIN\nключ\n-----END"),
    ])
    func aFilesTextIsTheSecretWithoutOneLineEnd(_ text: String, _ secret: String) throws {
        try outside.write(text, to: "secrets/TOKEN")
        #expect(result() == secret)
    }

    @Test func aFileCountsBeforeAVariable() throws {
        #expect(result(["RINGBOX_SECRET_TOKEN": "from-environment"]) == "from-environment")
        try outside.write("from-file", to: "secrets/TOKEN")
        #expect(result(["RINGBOX_SECRET_TOKEN": "from-environment"]) == "from-file")
    }

    /// As a folder on a mount whose server is gone.
    @Test func aFolderThatDoesNotAnswerIsWaitedForOnlySoLong() async throws {
        try outside.write("from-file", to: "secrets/TOKEN")
        let mount = DeadMount()
        mount.dies("")
        let looking = FolderWatcher.Looking(patience: .milliseconds(100), begins: { mount.answer(to: $0) })
        let source = SecretSource(environment: ["RINGBOX_SECRET_TOKEN": Array("from-variable".utf8)], folder: folder, looking: looking)
        let read = { () throws(SettingsError) in
            try SandboxSettings(parsing: Array("config: { a: \"${TOKEN}\" }".utf8), file: "x", dialect: .uis, secrets: source)
        }
        let error = #expect(throws: SettingsError.self) { try read() }
        #expect(error?.description.contains("the folder of --secrets has not answered for 100 ms") == true, "\(error as Any)")
        #expect(error?.isLack == true)
        mount.revives()
        let lasting = #expect(throws: SettingsError.self) {
            try SandboxSettings(parsing: Array("config: { a: \"${NONE}\" }".utf8), file: "x", dialect: .uis, secrets: .none)
        }
        #expect(lasting?.isLack == false)
        try await eventually("its secrets are known") { (try? read())?.config["a"]?.string == "from-file" }
    }

    @Test func linksWithinTheFolderAreFollowed() throws {
        try outside.write("hunter22\n", to: "secrets/..2026_01_01/TOKEN")
        try link("..data", to: "..2026_01_01")
        try link("TOKEN", to: "..data/TOKEN")
        #expect(result() == "hunter22")
    }

    @Test func linksOutOfTheFolderAreNot() throws {
        try link("TOKEN", to: "../elsewhere")
        #expect(result().contains("leads out of the folder"))
        try link("ABSOLUTE", to: outside.path + "/elsewhere")
        #expect(result(name: "ABSOLUTE").contains("leads out of the folder"))
        try link("FOLDER", to: "..")
        #expect(result(name: "FOLDER").contains("leads out of the folder"))
        // A folder whose name begins like that of the secrets.
        try outside.write("outside-secret", to: "secrets-old/x")
        try link("SIBLING", to: "../secrets-old/x")
        #expect(result(name: "SIBLING").contains("leads out of the folder"))
    }

    @Test func whatIsNoReadableTextIsRefused() throws {
        try link("TOKEN", to: "nowhere")
        #expect(result().contains("leads nowhere"))
        try FileManager.default.createDirectory(atPath: folder + "/FOLDER", withIntermediateDirectories: true)
        #expect(result(name: "FOLDER").contains("is no file"))
        try outside.write(Data([0xff, 0xfe, 1, 2, 3, 4, 5]), to: "secrets/BINARY")
        #expect(result(name: "BINARY").contains("no UTF-8 text"))
        try outside.write("abc\0defgh", to: "secrets/NULL")
        #expect(result(name: "NULL").contains("no UTF-8 text"))
        try outside.write(String(repeating: "x", count: 65_537), to: "secrets/LONG")
        #expect(result(name: "LONG").contains("more than 64KiB"))
        try outside.write(String(repeating: "x", count: 65_536) + "\n", to: "secrets/JUST")
        #expect(result(name: "JUST").utf8.count == 65_536)
    }

    @Test func aFileThatEverybodyCanReadIsAWarning() async throws {
        let handlers = try TemporaryHandlers()
        try handlers.write("a/go.js")
        try handlers.write("a/sandbox.yaml", "config: { t: \"${TOKEN}\" }")
        try outside.write("hunter22", to: "secrets/TOKEN")
        let manager = FileManager.default
        for (file, folderMode, warns) in [(0o644, 0o755, true), (0o600, 0o755, false), (0o644, 0o700, false)] {
            try manager.setAttributes([.posixPermissions: file], ofItemAtPath: folder + "/TOKEN")
            try manager.setAttributes([.posixPermissions: folderMode], ofItemAtPath: folder)
            let name = try #require(SandboxName("a"))
            let bundle = try await BundleBuilder(folder: handlers.path, secrets: SecretSource(environment: [:], folder: folder))
                .build(SandboxEntry(name: name, entry: "a", kind: .folder))
            #expect(bundle.warnings.contains { $0.contains("TOKEN") && $0.contains("a/sandbox.yaml") } == warns)
        }
    }
}
