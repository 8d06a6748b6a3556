import Foundation
import Testing

@testable import HandlerHost

@Suite struct WatchedTreeTests {
    @Test func reportsEverythingWhenTheKernelLosesCount() throws {
        let handlers = try TemporaryHandlers()
        try handlers.write("a/index.js")
        try handlers.write("b/index.js")
        var tree = WatchedTree(folder: handlers.path)
        // The kernel keeps this many reports by default; each round makes two that differ from the one before.
        let most =
            Int(
                (try? String(contentsOfFile: "/proc/sys/fs/inotify/max_queued_events", encoding: .utf8))?
                    .trimmingCharacters(in: .whitespacesAndNewlines) ?? "") ?? 16_384
        guard most <= 100_000 else { return }
        let paths = [handlers.path + "/a/x", handlers.path + "/a/y"]
        for _ in 0...(most / 2) {
            #expect(mkdir(paths[0], 0o700) == 0)
            #expect(rename(paths[0], paths[1]) == 0)
            #expect(rmdir(paths[1]) == 0)
        }
        #expect(tree.takeChanges() == ["a", "b"])
        // And goes on watching.
        try handlers.write("b/index.js", "2")
        #expect(tree.takeChanges() == ["b"])
    }

    @Test func reportsNewNamesOfOldFiles() throws {
        let handlers = try TemporaryHandlers()
        try handlers.write("a/index.js")
        try handlers.makeFolder("b")
        var tree = WatchedTree(folder: handlers.path)
        #expect(link(handlers.path + "/a/index.js", handlers.path + "/b/index.js") == 0)
        #expect(tree.takeChanges().contains("b"))
        try handlers.link("b/link.js", to: "index.js")
        #expect(tree.takeChanges() == ["b"])
    }

    @Test func knowsWhenTheFolderIsGone() throws {
        let handlers = try TemporaryHandlers()
        var tree = WatchedTree(folder: handlers.path)
        #expect(tree.isComplete)
        try handlers.remove("../handlers")
        _ = tree.takeChanges()
        #expect(!tree.isComplete)
        #expect(!WatchedTree(folder: handlers.path).isComplete)
    }
}
