import HTTPText
import HandlerHost
import Testing

/// The files beside the handlers …
@Suite struct SandboxSideFilesTests {
    private let handlers: TemporaryHandlers

    init() throws { handlers = try TemporaryHandlers() }

    private func files(_ entry: String = "s", _ kind: SandboxEntry.Kind = .folder) throws -> SandboxSideFiles {
        SandboxSideFiles(of: SandboxEntry(name: try #require(SandboxName("s")), entry: entry, kind: kind), in: handlers.path)
    }

    @Test func areReadUpToALimit() throws {
        try handlers.write("s/scenario.yaml", "12345")
        #expect(try files().read("scenario.yaml", limit: 5) == Array("12345".utf8))
        #expect(throws: BundleError.unreadable(path: "s/scenario.yaml", code: 27)) { try files().read("scenario.yaml", limit: 4) }
        #expect(try files().read("calls/none.yaml", limit: 5) == nil)
    }

    @Test func areListedWithoutHiddenOnes() throws {
        #expect(try files().names(in: "sounds") == [])
        for name in ["б.wav", "a.wav", ".hidden"] { try handlers.write("s/sounds/" + name, "") }
        #expect(try files().names(in: "sounds") == ["a.wav", "б.wav"])
    }

    @Test func areNoneForASandboxInOneFile() throws {
        try handlers.write("s.js")
        #expect(try files("s.js", .file).read("scenario.yaml", limit: 5) == nil)
        #expect(try files("s.js", .file).names(in: "sounds") == [])
    }

    @Test func areNeverOutsideTheSandbox() throws {
        try handlers.makeFolder("s/scenario.yaml")
        #expect(throws: BundleError.notAFile(path: "s/scenario.yaml")) { try files().read("scenario.yaml", limit: 5) }
        try handlers.remove("s/scenario.yaml")
        try handlers.link("s/scenario.yaml", to: "/etc/passwd")
        try handlers.link("s/sounds", to: "/etc")
        #expect(throws: BundleError.linkLeadsOut(path: "s/scenario.yaml")) { try files().read("scenario.yaml", limit: 1_000_000) }
        #expect(throws: BundleError.linkLeadsOut(path: "s/sounds")) { try files().names(in: "sounds") }
        try handlers.write("neighbour/scenario.yaml", "theirs")
        try handlers.write("_shared/scenario.yaml", "shared")
        try handlers.link("s/theirs.yaml", to: "../neighbour/scenario.yaml")
        try handlers.link("s/shared.yaml", to: "../_shared/scenario.yaml")
        #expect(throws: BundleError.linkLeadsOut(path: "s/theirs.yaml")) { try files().read("theirs.yaml", limit: 100) }
        #expect(try files().read("shared.yaml", limit: 100) == Array("shared".utf8))
        #expect(throws: BundleError.linkLeadsOut(path: "s/../../x")) {
            try handlers.write("../x", "")
            return try files().read("../../x", limit: 5)
        }
    }
}
