import Foundation
import HandlerHost
import TestSupport
import Testing

/// The folder watcher. Without the kernel's reports it would need its poll interval of an hour.
@Suite(.timeLimit(.minutes(1))) struct FolderWatcherTests {
    private let handlers: TemporaryHandlers

    init() throws {
        handlers = try TemporaryHandlers()
        try handlers.write("a/index.js")
        try handlers.write("b/lib/x.js")
    }

    /// Waits until all `names` were reported, and returns everything that was.
    private func changed(
        _ names: Set<String>, poll: Duration = .seconds(3600), folder: String? = nil, by change: () throws -> Void
    ) async throws -> Set<String> {
        let changes = FolderWatcher(folder: folder ?? handlers.path, pollInterval: poll).changes()
        try change()
        var found: Set<String> = []
        for await entries in changes {
            found.formUnion(entries)
            if found.isSuperset(of: names) { break }
        }
        return found
    }

    @Test func reportsASave() async throws {
        #expect(try await changed(["a"]) { try handlers.write("a/index.js", "2") } == ["a"])
    }

    @Test(.timeLimit(.minutes(1))) func reportsASaveWithoutWaitingForAPoll() async throws {
        let changes = FolderWatcher(folder: handlers.path, pollInterval: .seconds(3600)).changes()
        var iterator = changes.makeAsyncIterator()
        try handlers.write("a/index.js", "2")
        #expect(await iterator.next() == ["a"])
    }

    @Test func reportsARenameOnSave() async throws {
        #expect(
            try await changed(["a"]) {
                try handlers.write("a/.index.js.swp", "3")
                try handlers.remove("a/index.js")
                try handlers.move("a/.index.js.swp", to: "a/index.js")
            } == ["a"])
    }

    @Test func reportsFilesInTheFolderItself() async throws {
        #expect(try await changed(["hello.js"]) { try handlers.write("hello.js") } == ["hello.js"])
        #expect(try await changed(["hello.js"]) { try handlers.remove("hello.js") } == ["hello.js"])
    }

    @Test func reportsChangesDeepInside() async throws {
        #expect(try await changed(["b"]) { try handlers.write("b/lib/x.js", "4") } == ["b"])
    }

    @Test func watchesFoldersThatAreMadeLater() async throws {
        let changes = FolderWatcher(folder: handlers.path, pollInterval: .seconds(3600)).changes()
        var iterator = changes.makeAsyncIterator()
        try handlers.makeFolder("c/d/e")
        while let entries = await iterator.next(), !entries.contains("c") {}
        try handlers.write("c/d/e/x.js")
        #expect(await iterator.next() == ["c"])
    }

    @Test func watchesTreesThatAreMovedIn() async throws {
        try handlers.write("../tree/deep/x.js")
        let changes = FolderWatcher(folder: handlers.path, pollInterval: .seconds(3600)).changes()
        var iterator = changes.makeAsyncIterator()
        try handlers.move("../tree", to: "t")
        #expect(await iterator.next() == ["t"])
        try handlers.write("t/deep/x.js", "5")
        #expect(await iterator.next() == ["t"])
    }

    @Test func reportsBothNamesOfARename() async throws {
        let changes = FolderWatcher(folder: handlers.path, pollInterval: .seconds(3600)).changes()
        var iterator = changes.makeAsyncIterator()
        try handlers.move("b", to: "z")
        #expect(await iterator.next() == ["b", "z"])
        try handlers.write("z/lib/x.js", "6")
        #expect(await iterator.next() == ["z"])
    }

    @Test func forgetsTreesThatAreMovedOut() async throws {
        let changes = FolderWatcher(folder: handlers.path, pollInterval: .seconds(3600)).changes()
        var iterator = changes.makeAsyncIterator()
        try handlers.move("b", to: "../away")
        #expect(await iterator.next() == ["b"])
        try handlers.write("../away/lib/x.js", "7")
        try handlers.write("a/index.js", "7")
        #expect(await iterator.next() == ["a"])
    }

    @Test func gathersASaveOfManyFiles() async throws {
        let changes = FolderWatcher(
            folder: handlers.path, pollInterval: .seconds(3600), debounce: .seconds(3)
        ).changes()
        var iterator = changes.makeAsyncIterator()
        for number in 0..<50 { try handlers.write("a/\(number).js", "8") }
        try handlers.write("b/y.js", "8")
        #expect(await iterator.next() == ["a", "b"])
    }

    @Test func doesNotReportANewFileBeforeItIsWritten() async throws {
        let changes = FolderWatcher(folder: handlers.path, pollInterval: .seconds(3600)).changes()
        var iterator = changes.makeAsyncIterator()
        let file = open(handlers.path + "/half.js", O_CREAT | O_WRONLY, 0o600)
        try handlers.write("a/index.js", "9")
        #expect(await iterator.next() == ["a"])
        close(file)
        #expect(await iterator.next() == ["half.js"])
    }

    @Test func followsLinksToFolders() async throws {
        try handlers.write("_shared/lib/x.js")
        try handlers.link("a/lib", to: "../_shared/lib")
        #expect(try await changed(["a", "_shared"]) { try handlers.write("_shared/lib/x.js", "10") } == ["a", "_shared"])
    }

    @Test func isNotConfusedByLinksInACircle() async throws {
        try handlers.link("a/up", to: "..")
        #expect(try await changed(["b"]) { try handlers.write("b/lib/x.js", "11") }.contains("b"))
    }

    @Test func ignoresHiddenFiles() async throws {
        #expect(
            try await changed(["a"]) {
                try handlers.write(".git/index", "x")
                try handlers.write("b/.x.swp", "x")
                try handlers.write("a/index.js", "12")
            } == ["a"])
    }

    @Test func seesByLookingWhatTheKernelDoesNotReport() async throws {
        // A file behind a link to a file is no part of a watched folder.
        try handlers.write("../target.js", "1")
        try handlers.link("a/linked.js", to: "../../target.js")
        #expect(try await changed(["a"], poll: .milliseconds(20)) { try handlers.write("../target.js", "changed") } == ["a"])
    }

    @Test func survivesThatTheFolderVanishesAndComesBack() async throws {
        let changes = FolderWatcher(folder: handlers.path, pollInterval: .milliseconds(20)).changes()
        var iterator = changes.makeAsyncIterator()
        try handlers.remove("../handlers")
        var gone: Set<String> = []
        while gone != ["a", "b"], let entries = await iterator.next() { gone.formUnion(entries) }
        try handlers.write("new/index.js")
        while let entries = await iterator.next(), !entries.contains("new") {}
        try handlers.write("new/index.js", "13")
        #expect(await iterator.next() == ["new"])
    }

    @Test func waitsForAFolderThatIsNotThere() async throws {
        let found = try await changed(["x"], poll: .milliseconds(20), folder: handlers.path + "/later") {
            try handlers.write("later/x/index.js")
        }
        #expect(found == ["x"])
    }

    @Test func ends() async throws {
        let threads = { try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count }
        let before = try threads()
        for _ in 0..<20 {
            let changes = FolderWatcher(folder: handlers.path, pollInterval: .seconds(3600)).changes()
            let task = Task { for await _ in changes {} }
            task.cancel()
            await task.value
        }
        // Descriptors are closed by threads that are ending; other tests open some, too.
        try await eventually("the watchers' descriptors are closed") { try threads() <= before + 15 }
    }
}
