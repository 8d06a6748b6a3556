import HTTPText
import HandlerHost
import TestSupport
import Testing

@Suite struct SandboxScannerTests {
    private let handlers: TemporaryHandlers

    init() throws { handlers = try TemporaryHandlers() }

    private func scan() -> SandboxScan { SandboxScanner(folder: handlers.path).scan() }

    @Test func listsFoldersAndScriptsByName() throws {
        try handlers.write("uis_test/index.js")
        try handlers.write("CRM11/main.js")
        try handlers.write("hello.js")
        try handlers.write("typed.ts")
        let entries = scan().entries
        #expect(entries.map(\.name.text) == ["crm11", "hello", "typed", "uis_test"])
        #expect(entries.map(\.entry) == ["CRM11", "hello.js", "typed.ts", "uis_test"])
        #expect(entries.map(\.kind) == [.folder, .file, .file, .folder])
        #expect(scan().problems.isEmpty)
    }

    @Test func ignoresWhatIsNoSandbox() throws {
        for name in [
            "README.md", ".hidden.js", "_shared/a.js", "_x.js", "node_modules/a.js", ".git/x", "x.d.ts", "a.test.js", "data.json",
            "заметки.txt",
        ] {
            try handlers.write(name)
        }
        #expect(scan() == SandboxScan())
    }

    @Test func refusesAnEntryThatDoesNotComeBackAndListsTheOthers() async throws {
        for name in ["a/index.js", "b/index.js", "c.js"] { try handlers.write(name) }
        let mount = DeadMount()
        let scanner = SandboxScanner(
            folder: handlers.path, looking: FolderWatcher.Looking(patience: .milliseconds(100), begins: { mount.answer(to: $0) }))
        mount.dies("b")
        try await eventually("the others are listed") {
            let scan = scanner.scan()
            #expect(scan.isComplete && !scan.entries.contains { $0.entry == "b" })
            return scan.entries.map(\.entry) == ["a", "c.js"] && scan.refused.keys.map(\.text) == ["b"]
        }
        mount.revives()
        try await eventually("it is listed again") { scanner.scan().entries.map(\.entry) == ["a", "b", "c.js"] }
    }

    /// A refusal that differs from scan to scan would be told at each of them.
    @Test func whatDoesNotComeBackIsRefusedInTheSameWordsEachTime() async throws {
        for name in ["a/index.js", "b/index.js", "c/index.js"] { try handlers.write(name) }
        let mount = DeadMount()
        let patience = Duration.milliseconds(300)
        let scanner = SandboxScanner(
            folder: handlers.path, looking: FolderWatcher.Looking(patience: patience, begins: { mount.answer(to: $0) }))
        mount.dies(["a", "b"])
        try await eventually("both are refused") {
            let refused = scanner.scan().refused
            for (name, error) in refused { #expect(error == .hangs(sandbox: name, limit: patience)) }
            return refused.count == 2
        }
        mount.revives()
    }

    @Test func aFolderThatDoesNotAnswerIsNoEmptyOne() async throws {
        try handlers.write("a/index.js")
        let mount = DeadMount()
        mount.dies("")
        let scanner = SandboxScanner(
            folder: handlers.path, looking: FolderWatcher.Looking(patience: .milliseconds(100), begins: { mount.answer(to: $0) }))
        for _ in 1...3 { #expect(scanner.scan() == SandboxScan(isComplete: false)) }
        mount.revives()
        try await eventually("it is listed") { scanner.scan().entries.map(\.entry) == ["a"] }
    }

    /// A server that is gone takes all its mounts with it: as many as are waited for, and more.
    @Test(arguments: [20, 80]) func manyThatDoNotComeBackRefuseNobodyElse(count: Int) async throws {
        let gone = (1...count).map { "m\($0)" }
        for name in gone { try handlers.write(name + "/index.js") }
        try handlers.write("z/index.js")
        let mount = DeadMount()
        let scanner = SandboxScanner(
            folder: handlers.path, looking: FolderWatcher.Looking(patience: .milliseconds(100), begins: { mount.answer(to: $0) }))
        mount.dies(gone)
        try await eventually("what does not come back is known") {
            let scan = scanner.scan()
            let refused = Set(scan.refused.keys.map(\.text))
            guard refused.isSubset(of: gone), refused.count >= min(count, 60) else { return false }
            return scan.isComplete ? scan.entries.map(\.entry) == ["z"] : count > 60
        }
        mount.revives()
        try await eventually("all are listed again") { scanner.scan().entries.count == count + 1 }
    }

    @Test func findsOneSandboxByItsName() throws {
        for name in ["shop/index.js", "hello.ts", "_shared/x.js", "two.js", "two/index.js"] { try handlers.write(name) }
        let scanner = SandboxScanner(folder: handlers.path)
        let found = ["shop", "hello", "_shared", "two", "none"].map { SandboxName($0).flatMap(scanner.entry) }
        #expect(found.map { $0?.entry } == ["shop", "hello.ts", nil, nil, nil])
    }

    @Test func refusesTwoEntriesOfOneName() throws {
        try handlers.write("hello.js")
        try handlers.write("Hello/index.js")
        try handlers.write("hello.ts")
        try handlers.write("other.js")
        #expect(scan().entries.map(\.entry) == ["other.js"])
        #expect(
            scan().refused.values.map(\.description) == [
                "Hello: Hello and hello.js and hello.ts are all the sandbox hello: keep one of them"
            ])
    }

    @Test func refusesNamesThatNoSubdomainCanHave() throws {
        try handlers.write("a.b/index.js")
        try handlers.write("заказы.js")
        try handlers.write("x.js/index.js")
        #expect(
            scan().problems.map(\.description) == [
                "a.b: the name cannot be a subdomain: use 1 to 63 of a-z, 0-9, - and _",
                "x.js: a folder has the name of a script: rename the folder",
                "заказы.js: the name cannot be a subdomain: use 1 to 63 of a-z, 0-9, - and _",
            ])
        #expect(scan().entries.isEmpty)
    }

    @Test func refusesLinksThatLeadOut() throws {
        try handlers.write("../elsewhere/index.js")
        try handlers.write("../alone.js")
        try handlers.link("out", to: "../elsewhere")
        try handlers.link("alone.js", to: "../alone.js")
        try handlers.link("gone.js", to: "nowhere.js")
        try handlers.write("real/index.js")
        try handlers.link("alias", to: "real")
        #expect(
            scan().refused.values.map(\.description).sorted() == [
                "alone.js: the symbolic link leads out of the handlers folder, or is absolute: put the files themselves here",
                "gone.js: the symbolic link leads nowhere: remove it, or make what it points to",
                "out: the symbolic link leads out of the handlers folder, or is absolute: put the files themselves here",
            ])
        #expect(scan().isComplete)
        #expect(scan().entries.map(\.entry) == ["alias", "real"])
    }

    @Test func doesNotTakeANeighbourWithALongerNameForTheFolder() throws {
        try handlers.write("../handlers2/index.js")
        try handlers.link("out", to: "../handlers2")
        #expect(scan().refused.values.map(\.self) == [.linkLeadsOut(path: "out")])
    }

    @Test func saysWhenThereIsNoFolder() {
        let scan = SandboxScanner(folder: handlers.path + "/missing").scan()
        #expect(scan.problems.map(\.description) == [".: the handlers folder cannot be read: No such file or directory"])
        #expect(!scan.isComplete)
    }
}
