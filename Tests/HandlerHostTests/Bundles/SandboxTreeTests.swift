import Foundation
import HTTPText
import Testing

@testable import HandlerHost

/// Looking through a sandbox's folders …
@Suite struct SandboxTreeTests {
    private let handlers: TemporaryHandlers

    init() throws {
        handlers = try TemporaryHandlers()
        try handlers.write("s/index.js")
    }

    private func tree(_ limits: SandboxTree.Limits = SandboxTree.Limits()) throws -> SandboxTree {
        let top = try HandlersFolder(path: handlers.path)
        return SandboxTree(of: top.sandbox(try top.open("s", to: .look), named: "s"), limits: limits)
    }

    @Test func entersNoFolderTwice() throws {
        for number in 0..<26 { try handlers.makeFolder("s/f\(number)") }
        for number in 0..<25 {
            try handlers.link("s/f\(number)/left", to: "../f\(number + 1)")
            try handlers.link("s/f\(number)/right", to: "../f\(number + 1)")
        }
        let tree = try tree()
        #expect(tree.excess == nil)
        #expect(tree.items.count == 77)
        #expect(tree.items.contains(SandboxTree.Item(path: "f0/left", kind: .again(path: "f1"))))
    }

    @Test func leadsNowhereElse() throws {
        try handlers.link("s/r", to: "/")
        try handlers.link("s/up", to: "..")
        let tree = try tree()
        #expect(tree.items.map(\.path) == ["index.js", "r", "up"])
        #expect(tree.items.map(\.kind) == [.file, .failure(.leadsOut), .failure(.leadsOut)])
    }

    @Test func hasLimits() throws {
        for number in 0..<10 { try handlers.write("s/d\(number)/x.js") }
        #expect(try tree(SandboxTree.Limits(entries: 21)).excess == nil)
        #expect(try tree(SandboxTree.Limits(entries: 20)).excess == .entries)
        #expect(try tree(SandboxTree.Limits(folders: 11)).excess == nil)
        #expect(try tree(SandboxTree.Limits(folders: 10)).excess == .folders)
        #expect(try tree(SandboxTree.Limits(time: .zero)).excess == .time)
        try handlers.write("s/e/e/e/x.js")
        #expect(try tree(SandboxTree.Limits(depth: 3)).excess == nil)
        #expect(try tree(SandboxTree.Limits(depth: 2)).excess == .depth(path: "e/e/e"))
    }

    @Test func hiddenNamesCountWithoutBeingLookedAt() throws {
        for number in 0..<10 { try handlers.write("s/.\(number)") }
        #expect(try tree(SandboxTree.Limits(entries: 11)).items.map(\.path) == ["index.js"])
        #expect(try tree(SandboxTree.Limits(entries: 10)).excess == .entries)
    }

    @Test func saysWhatIsTooMuch() throws {
        try handlers.write("s/a/b/c/x.js")
        func refusal(_ limits: SandboxTree.Limits) throws -> String {
            let name = try #require(SandboxName("s"))
            let reader = SandboxReader(
                SandboxEntry(name: name, entry: "s", kind: .folder), in: try HandlersFolder(path: handlers.path), treeLimits: limits)
            do throws(BundleError) {
                _ = try reader.read()
                return ""
            } catch {
                return error.description
            }
        }
        let entries = "s: the sandbox's folders hold more than 2 names: remove what handlers do not load"
        #expect(try refusal(SandboxTree.Limits(entries: 2)) == entries)
        let folders = "s: the sandbox has more than 2 folders: remove what handlers do not load"
        #expect(try refusal(SandboxTree.Limits(folders: 2)) == folders)
        #expect(try refusal(SandboxTree.Limits(depth: 2)) == "s/a/b/c: folders are nested deeper than 2: make the tree flatter")
        #expect(try refusal(SandboxTree.Limits(time: .zero)).hasPrefix("s: looking through the sandbox's folders takes longer than 0 µs"))
    }

    @Test func packagesThatLinkToEachOtherAreReadOnceAndHaveAllTheirNames() async throws {
        let packages = (0..<9).map { "p\($0)" }
        for package in packages {
            try handlers.write("s/lib/\(package)/index.js", "exports.name = '\(package)'")
            try handlers.makeFolder("s/lib/\(package)/node_modules")
            for other in packages where other != package {
                try handlers.link("s/lib/\(package)/node_modules/\(other)", to: "../../\(other)")
            }
        }
        let paths = try await handlers.build("s").modules.map(\.path)
        #expect(paths.count == 82)
        #expect(paths.contains("lib/p0/node_modules/p8/index.js") && paths.contains("lib/p8/index.js"))
    }

    @Test func aFolderWithTwoNamesHasItsFilesUnderBoth() async throws {
        try handlers.write("_shared/lib/deep/a.js", "1")
        try handlers.link("s/lib", to: "../_shared/lib")
        try handlers.write("s/sub/x.js")
        try handlers.link("s/sub/lib", to: "../../_shared/lib")
        let modules = try await handlers.build("s").modules
        #expect(modules.map(\.path) == ["index.js", "lib/deep/a.js", "sub/lib/deep/a.js", "sub/x.js"])
    }

    @Test func otherNamesOfFilesAreTold() async throws {
        try handlers.write("../outside.txt", "theirs")
        #expect(link(handlers.path + "/../outside.txt", handlers.path + "/s/t.txt") == 0)
        let plain = "s/t.txt: the file has other names (hard links): if it comes from outside the sandbox, put a copy here"
        #expect(try await handlers.build("s").warnings == [plain])
        guard getuid() == 0 else { return }
        #expect(chown(handlers.path + "/s/t.txt", 12_345, 12_345) == 0)
        let foreign = plain.replacing("(hard links)", with: "(hard links) and belongs to another user than the sandbox's folder")
        #expect(try await handlers.build("s").warnings == [foreign])
    }
}
