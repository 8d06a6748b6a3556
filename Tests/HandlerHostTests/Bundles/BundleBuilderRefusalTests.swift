import Glibc
import HandlerHost
import Testing

/// The bundle builder, with folders that cannot be bundles.
@Suite struct BundleBuilderRefusalTests {
    private let handlers: TemporaryHandlers

    init() throws {
        handlers = try TemporaryHandlers()
        try handlers.write("s/index.js")
    }

    @Test func refusesBytesThatAreNoText() async throws {
        try handlers.write("s/lib/a.js", bytes: Array("// ок\nлх ".utf8) + [0xC3, 0x28])
        #expect(await handlers.refusal("s") == "s/lib/a.js:2:4: not UTF-8 at byte 13: save the file as UTF-8")
    }

    @Test func refusesLinksThatLeadOut() async throws {
        try handlers.write("../secret.js")
        try handlers.link("s/secret.js", to: "../../secret.js")
        let sentence =
            "the symbolic link leads out of the sandbox: put the files themselves here, or into _shared and link to them as ../_shared/…"
        #expect(await handlers.refusal("s") == "s/secret.js: " + sentence)
        try handlers.remove("s/secret.js")
        try handlers.write("../elsewhere/x.js")
        try handlers.link("s/lib", to: handlers.path + "/../elsewhere")
        #expect(await handlers.refusal("s").hasPrefix("s/lib: the symbolic link leads out"))
        try handlers.link("whole", to: "../elsewhere")
        #expect(await handlers.refusal("whole").hasPrefix("whole: the symbolic link leads out"))
    }

    @Test func followsLinksInside() async throws {
        try handlers.write("_shared/lib/a.js", "1")
        try handlers.link("s/lib", to: "../_shared/lib")
        try handlers.link("s/b.js", to: "../_shared/lib/a.js")
        try handlers.link("alias", to: "s")
        #expect(try await handlers.build("s").modules.map(\.path) == ["b.js", "index.js", "lib/a.js"])
        #expect(try await handlers.build("alias").hash == handlers.build("s").hash)
    }

    @Test func refusesLinksInACircle() async throws {
        try handlers.link("s/self", to: ".")
        #expect(await handlers.refusal("s") == "s/self: the symbolic link leads nowhere: remove it, or make what it points to")
        try handlers.remove("s/self")
        try handlers.link("s/a.js", to: "a.js")
        #expect(await handlers.refusal("s") == "s/a.js: the symbolic link leads nowhere: remove it, or make what it points to")
    }

    @Test func refusesAFolderNamedLikeAScript() async throws {
        try handlers.makeFolder("s/orders.js")
        #expect(await handlers.refusal("s") == "s/orders.js: a folder has the name of a script: rename the folder")
    }

    @Test func refusesPipesWithoutWaitingForThem() async throws {
        #expect(mkfifo(handlers.path + "/s/pipe.js", 0o600) == 0)
        #expect(await handlers.refusal("s") == "s/pipe.js: neither a file nor a folder: remove it")
    }

    @Test(.disabled(if: getuid() == 0, "root reads everything")) func refusesAFileThatCannotBeRead() async throws {
        #expect(chmod(handlers.path + "/s/index.js", 0) == 0)
        #expect(await handlers.refusal("s") == "s/index.js: cannot be read: Permission denied")
    }

    @Test func refusesNamesThatAreNoText() async throws {
        let folder = Array((handlers.path + "/s/").utf8)
        let path = (folder + [0xFF] + Array(".js".utf8)).map { CChar(bitPattern: $0) } + [0]
        let file = open(path, O_CREAT | O_WRONLY, 0o600)
        #expect(file >= 0)
        close(file)
        #expect(await handlers.refusal("s") == "s/\u{FFFD}.js: the name is not UTF-8 or has control characters: rename it")
    }

    @Test func refusesNamesWithControlCharacters() async throws {
        try handlers.write("s/a\nb.js")
        #expect(await handlers.refusal("s").hasSuffix("the name is not UTF-8 or has control characters: rename it"))
    }

    @Test func refusesASandboxThatIsTooLarge() async throws {
        try handlers.write("s/sandbox.yaml", "limits: { bundle: 1KiB }")
        try handlers.write("s/data.json", String(repeating: " ", count: 600))
        _ = try await handlers.build("s")
        try handlers.write("s/data2.json", String(repeating: " ", count: 600))
        #expect(
            await handlers.refusal("s")
                == "s: the sandbox's files have more than 1KiB: remove what handlers do not load, or raise limits.bundle in sandbox.yaml")
    }

    @Test func refusesTooManyFiles() async throws {
        for number in 0..<1999 { try handlers.write("s/lib/\(number).js", "") }
        #expect(try await handlers.build("s").modules.count == 2000)
        try handlers.write("s/lib/more.js", "")
        #expect(await handlers.refusal("s") == "s: the sandbox has more than 2000 files: remove what handlers do not load")
    }

    @Test func refusesFoldersNestedTooDeep() async throws {
        try handlers.write("s/" + String(repeating: "d/", count: 40) + "x.js")
        #expect(await handlers.refusal("s").hasSuffix("folders are nested deeper than 32: make the tree flatter"))
    }

    @Test func saysWhenTheSandboxIsGone() async throws {
        #expect(await handlers.refusal("gone") == "gone: vanished while it was read: put it back, or save it again")
        try handlers.remove("s")
        try handlers.write("s")
        #expect(await handlers.refusal("s") == "s: vanished while it was read: put it back, or save it again")
    }

    @Test func saysWhenAScriptHasBecomeAFolder() async throws {
        try handlers.makeFolder("x.js")
        #expect(await handlers.refusal("x.js") == "x.js: a folder has the name of a script: rename the folder")
    }

    @Test func saysWhenTheHandlersFolderIsGone() async throws {
        try handlers.remove("../handlers")
        #expect(await handlers.refusal("s") == ".: the handlers folder cannot be read: No such file or directory")
    }

    @Test func goesOnWhileFilesComeAndGo() async throws {
        let handlers = handlers
        try handlers.write("s/a.js")
        let churn = Task.detached {
            for _ in 0..<300 {
                // It may be gone from the round before.
                try? handlers.move("s/a.js", to: "s/b.js")
                try? handlers.move("s/b.js", to: "s/a.js")
            }
        }
        for _ in 0..<30 {
            do throws(BundleError) {
                #expect(try await handlers.build("s").modules.count >= 1)
            } catch {
                switch error {
                case .vanished, .brokenLink: break
                default: Issue.record("\(error)")
                }
            }
        }
        await churn.value
    }
}
