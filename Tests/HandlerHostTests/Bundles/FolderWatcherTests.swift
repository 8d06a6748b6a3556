import Foundation
import Glibc
import HandlerHost
import Synchronization
import TestSupport
import Testing

/// The folder watcher. Without the kernel's reports it would need its poll interval of an hour.
@Suite(.timeLimit(.minutes(1))) struct FolderWatcherTests {
    private let handlers: TemporaryHandlers

    init() throws {
        handlers = try TemporaryHandlers()
        try handlers.write("a/index.js")
        try handlers.write("b/lib/x.js")
        try handlers.makeFolder("zz")
    }

    /// Starts a watcher and waits until it has looked at every entry, of which `zz` is the last.
    private func watching(
        poll: Duration = .seconds(3600), debounce: Duration = .milliseconds(15), settling: Duration = .seconds(1)
    ) async throws -> AsyncStream<Set<String>>.Iterator {
        let watcher = FolderWatcher(folder: handlers.path, pollInterval: poll, debounce: debounce, settling: settling)
        var iterator = try #require(watcher.changes()).makeAsyncIterator()
        try handlers.makeFolder("zz/\(UUID().uuidString)")
        while let entries = await iterator.next(), entries != ["zz"] {}
        return iterator
    }

    /// Waits until all `names` were reported, and returns everything that was.
    private func changed(
        _ names: Set<String>, poll: Duration = .seconds(3600), by change: () throws -> Void
    ) async throws -> Set<String> {
        var iterator = try await watching(poll: poll)
        try change()
        var found: Set<String> = []
        while !found.isSuperset(of: names), let entries = await iterator.next() { found.formUnion(entries) }
        return found
    }

    @Test func reportsASave() async throws {
        #expect(try await changed(["a"]) { try handlers.write("a/index.js", "2") } == ["a"])
    }

    @Test(.timeLimit(.minutes(1))) func reportsASaveWithoutWaitingForAPoll() async throws {
        var iterator = try await watching()
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
        var iterator = try await watching()
        try handlers.makeFolder("c/d/e")
        while let entries = await iterator.next(), !entries.contains("c") {}
        try handlers.write("c/d/e/x.js")
        #expect(await iterator.next() == ["c"])
    }

    @Test func watchesTreesThatAreMovedIn() async throws {
        try handlers.write("../tree/deep/x.js")
        var iterator = try await watching()
        try handlers.move("../tree", to: "t")
        #expect(await iterator.next() == ["t"])
        try handlers.write("t/deep/x.js", "5")
        #expect(await iterator.next() == ["t"])
    }

    @Test func reportsBothNamesOfARename() async throws {
        var iterator = try await watching()
        try handlers.move("b", to: "z")
        var reported: Set<String> = []
        while reported != ["b", "z"], let entries = await iterator.next() { reported.formUnion(entries) }
        try handlers.write("z/lib/x.js", "6")
        #expect(await iterator.next() == ["z"])
    }

    @Test func forgetsTreesThatAreMovedOut() async throws {
        var iterator = try await watching()
        try handlers.move("b", to: "../away")
        #expect(await iterator.next() == ["b"])
        try handlers.write("../away/lib/x.js", "7")
        try handlers.write("a/index.js", "7")
        #expect(await iterator.next() == ["a"])
    }

    @Test func gathersASaveOfManyFiles() async throws {
        var iterator = try await watching(debounce: .seconds(3))
        for number in 0..<50 { try handlers.write("a/\(number).js", "8") }
        #expect(await iterator.next() == ["a"])
        try handlers.write("b/y.js", "8")
        #expect(await iterator.next() == ["b"])
    }

    @Test func doesNotReportANewFileBeforeItIsWritten() async throws {
        // Settling takes longer than the test may: only closing the file ends the wait.
        var iterator = try await watching(settling: .seconds(3600))
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
        // A file behind a link to a file is no part of a watched folder, and hidden folders are none either.
        try handlers.write("a/.store/target.js", "1")
        try handlers.link("a/linked.js", to: ".store/target.js")
        #expect(try await changed(["a"], poll: .milliseconds(20)) { try handlers.write("a/.store/target.js", "changed") } == ["a"])
    }

    @Test func findsByLookingWhatTheKernelLostCountOf() async throws {
        // The kernel keeps this many reports by default; each round makes two that differ from the one before.
        let most =
            Int(
                (try? String(contentsOfFile: "/proc/sys/fs/inotify/max_queued_events", encoding: .utf8))?
                    .trimmingCharacters(in: .whitespacesAndNewlines) ?? "") ?? 16_384
        guard most <= 100_000 else { return }
        let paths = [handlers.path + "/a/x", handlers.path + "/a/y"]
        let found = try await changed(["a", "b"]) {
            for _ in 0...(most / 2) {
                #expect(mkdir(paths[0], 0o700) == 0)
                #expect(rename(paths[0], paths[1]) == 0)
                #expect(rmdir(paths[1]) == 0)
            }
            try handlers.write("b/lib/x.js", "after the flood")
        }
        #expect(found == ["a", "b"])
    }

    @Test func reportsNewNamesOfOldFiles() async throws {
        let found = try await changed(["b"]) {
            #expect(link(handlers.path + "/a/index.js", handlers.path + "/b/index.js") == 0)
        }
        // The file itself has one name more.
        #expect(found.isSubset(of: ["a", "b"]))
        #expect(try await changed(["b"]) { try handlers.link("b/link.js", to: "index.js") } == ["b"])
    }

    @Test func reportsThatALinkAtTheTopLeadsElsewhere() async throws {
        try handlers.write(".releases/1/app/index.js")
        try handlers.write(".releases/2/app/index.js")
        try handlers.link(".current", to: ".releases/1")
        try handlers.link("app", to: ".current/app")
        let found = try await changed(["app"]) {
            try handlers.link(".next", to: ".releases/2")
            #expect(rename(handlers.path + "/.next", handlers.path + "/.current") == 0)
        }
        #expect(found == ["app"])
    }

    @Test func reportsWhatKubernetesSwaps() async throws {
        try handlers.write("a/..1/text.txt", "1")
        try handlers.write("a/..2/text.txt", "2")
        try handlers.link("a/..data", to: "..1")
        try handlers.link("a/text.txt", to: "..data/text.txt")
        let found = try await changed(["a"]) {
            try handlers.link("a/..data_tmp", to: "..2")
            #expect(rename(handlers.path + "/a/..data_tmp", handlers.path + "/a/..data") == 0)
        }
        #expect(found == ["a"])
    }

    @Test func waitsForASlowWriterAlsoWhenSomethingElseIsSaved() async throws {
        // Settling takes longer than the test may: only closing the file ends the wait.
        var iterator = try await watching(poll: .milliseconds(50), settling: .seconds(3600))
        let file = open(handlers.path + "/a/slow.js", O_CREAT | O_WRONLY, 0o600)
        #expect(write(file, "module.exports", 14) == 14)
        try handlers.write("a/index.js", "saved meanwhile")
        try handlers.write("b/lib/x.js", "saved meanwhile")
        #expect(await iterator.next() == ["b"])
        #expect(write(file, " = () => 1", 10) == 10)
        close(file)
        #expect(await iterator.next() == ["a"])
    }

    @Test func takesAFileThatHasNotGrownForAWhileForWhole() async throws {
        var iterator = try await watching(poll: .milliseconds(20), settling: .milliseconds(200))
        let file = open(handlers.path + "/a/open.js", O_CREAT | O_WRONLY, 0o600)
        defer { close(file) }
        #expect(write(file, "module.exports", 14) == 14)
        #expect(await iterator.next() == ["a"])
    }

    @Test func doesNotHearOfFoldersThatALinkLeadsOutTo() async throws {
        try handlers.write("../elsewhere/x.js")
        try handlers.link("b/out", to: "../../elsewhere")
        try handlers.link("b/neighbour", to: "../a")
        // This one is found by looking only, which is done for one entry after another.
        try handlers.write("zz/.store/target.js", "1")
        try handlers.link("zz/linked.js", to: ".store/target.js")
        var iterator = try await watching(poll: .milliseconds(20), settling: .milliseconds(50))
        try handlers.write("../elsewhere/x.js", "2")
        try handlers.write("a/index.js", "2")
        try handlers.write("zz/.store/target.js", "changed")
        var found: Set<String> = []
        while !found.isSuperset(of: ["a", "zz"]), let entries = await iterator.next() { found.formUnion(entries) }
        #expect(found == ["a", "zz"])
    }

    @Test func reportsASaveBesideSandboxesThatAreTooMuch() async throws {
        for number in 0..<26 {
            try handlers.makeFolder("a/\(number)")
            if number > 0 {
                try handlers.link("a/\(number - 1)/left", to: "../\(number)")
                try handlers.link("a/\(number - 1)/right", to: "../\(number)")
            }
        }
        try handlers.link("a/root", to: "/")
        #expect(try await changed(["b"], poll: .milliseconds(20)) { try handlers.write("b/lib/x.js", "13") } == ["b"])
    }

    /// As on a mount whose server is gone.
    @Test(.timeLimit(.minutes(3))) func leavesASandboxBehindThatCannotBeLookedAt() async throws {
        let mount = DeadMount()
        let told = Told()
        let looking = FolderWatcher.Looking(patience: .milliseconds(100), tell: { told.note($0, $1) }, begins: { mount.answer(to: $0) })
        let watcher = FolderWatcher(folder: handlers.path, pollInterval: .milliseconds(20), looking: looking)
        var iterator = try #require(watcher.changes()).makeAsyncIterator()
        try handlers.makeFolder("zz/first")
        while let entries = await iterator.next(), entries != ["zz"] {}
        mount.dies("a")
        try await eventually("it is told") { told.all.contains("a hangs") }
        try handlers.write("a/index.js", "not to be seen")
        for number in 1...3 {
            try handlers.write("b/lib/x.js", "\(number)")
            while let entries = await iterator.next() {
                #expect(!entries.contains("a"))
                if entries.contains("b") { break }
            }
        }
        mount.revives()
        // Its save is found when it answers again.
        while let entries = await iterator.next(), !entries.contains("a") {}
        #expect(told.all.filter { $0.hasPrefix("a ") }.prefix(2) == ["a hangs", "a is back"])
    }

    @Test(.timeLimit(.minutes(3)), arguments: [true, false])
    func tellsThatTheFolderItselfDoesNotAnswer(fromTheStart isDeadFromTheStart: Bool) async throws {
        let mount = DeadMount()
        let told = Told()
        let looking = FolderWatcher.Looking(patience: .milliseconds(100), tell: { told.note($0, $1) }, begins: { mount.answer(to: $0) })
        let watcher = FolderWatcher(folder: handlers.path, pollInterval: .milliseconds(20), looking: looking)
        if isDeadFromTheStart { mount.dies("") }
        var iterator = try #require(watcher.changes()).makeAsyncIterator()
        if !isDeadFromTheStart { mount.dies("") }
        try await eventually("it is told") { told.all.contains(" hangs") }
        mount.revives()
        try await eventually("it is told that it answers") { told.all.contains(" is back") }
        try handlers.write("a/index.js", "seen")
        while let entries = await iterator.next(), !entries.contains("a") {}
    }

    private final class Told: Sendable {
        private let sentences = Mutex<[String]>([])

        func note(_ entry: String, _ hangs: Bool) { sentences.withLock { $0.append("\(entry) \(hangs ? "hangs" : "is back")") } }
        var all: [String] { sentences.withLock { $0 } }
    }

    @Test func survivesThatTheFolderVanishesAndComesBack() async throws {
        var iterator = try await watching(poll: .milliseconds(20))
        try handlers.remove("../handlers")
        var gone: Set<String> = []
        while gone != ["a", "b", "zz"], let entries = await iterator.next() { gone.formUnion(entries) }
        try handlers.write("new/index.js")
        while let entries = await iterator.next(), !entries.contains("new") {}
        try handlers.write("new/index.js", "13")
        #expect(await iterator.next() == ["new"])
    }

    @Test func waitsForAFolderThatIsNotThere() async throws {
        let changes = try #require(FolderWatcher(folder: handlers.path + "/later", pollInterval: .milliseconds(20)).changes())
        try handlers.write("later/x/index.js")
        for await entries in changes where entries == ["x"] { break }
    }

    @Test func reportsWhatChangedBeforeItWasFirstLookedAt() async throws {
        for number in 0..<200 { try handlers.write("many\(number)/index.js") }
        let changes = try #require(FolderWatcher(folder: handlers.path, pollInterval: .seconds(3600)).changes())
        try handlers.write("zz/index.js", "the last one to be looked at")
        for await entries in changes where entries == ["zz"] { break }
    }

    @Test func saysWhenThereIsNothingToWatchWith() async {
        await #expect(processExitsWith: .success) {
            let watcher = FolderWatcher(folder: "/nowhere")
            var files = rlimit()
            getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &files)
            let usual = files.rlim_cur
            files.rlim_cur = 0
            setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &files)
            let refused = watcher.changes()
            files.rlim_cur = usual
            setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &files)
            _exit(refused == nil && watcher.changes() != nil ? 0 : 1)
        }
    }

    @Test func ends() async throws {
        let descriptors = { try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count }
        let before = try descriptors()
        for _ in 0..<20 {
            let changes = try #require(FolderWatcher(folder: handlers.path, pollInterval: .seconds(3600)).changes())
            let task = Task { for await _ in changes {} }
            task.cancel()
            await task.value
        }
        // Descriptors are closed by threads that are ending; other tests open some, too.
        try await eventually("the watchers' descriptors are closed") { try descriptors() <= before + 15 }
    }
}
