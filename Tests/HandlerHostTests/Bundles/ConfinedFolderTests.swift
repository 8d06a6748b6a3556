import Foundation
import TestSupport
import Testing

@testable import HandlerHost

/// A folder that nothing opened through it leaves, with the kernel's help and without.
@Suite struct ConfinedFolderTests {
    private let handlers: TemporaryHandlers

    init() throws {
        handlers = try TemporaryHandlers()
        try handlers.write("s/lib/a.js", "own")
        try handlers.write("victim/index.js", "theirs")
        try handlers.write("_shared/lib/a.js", "shared")
        try handlers.write("_more/a.js", "more")
        try handlers.write("../outside.js", "outside")
    }

    private func open(_ path: String, asksKernel: Bool) throws(ReadingFailure) -> OpenFile {
        let top = try HandlersFolder(path: handlers.path, asksKernel: asksKernel)
        return try top.sandbox(try top.open("s", to: .look), named: "s").open(path, to: .read)
    }

    /// The text of what a link leads to, or why it cannot be read.
    private func read(_ target: String, asksKernel: Bool) throws -> String {
        unlink(handlers.path + "/s/link")
        try handlers.link("s/link", to: target)
        do throws(ReadingFailure) {
            return String(decoding: try open("link", asksKernel: asksKernel).read(limit: 100), as: UTF8.self)
        } catch {
            return "\(error)"
        }
    }

    @Test(arguments: [true, false]) func followsLinksWithin(_ asksKernel: Bool) throws {
        for target in ["lib/a.js", "./lib/../lib//a.js", "../s/lib/a.js", "lib/../../s/lib/a.js"] {
            #expect(try read(target, asksKernel: asksKernel) == "own", "\(target)")
        }
    }

    @Test(arguments: [true, false]) func followsLinksToTheSharedFolder(_ asksKernel: Bool) throws {
        #expect(try read("../_shared/lib/a.js", asksKernel: asksKernel) == "shared")
        #expect(try read("../_more/a.js", asksKernel: asksKernel) == "leadsOut")
        try handlers.link("_shared/on", to: "lib/a.js")
        try handlers.link("_shared/out", to: "../victim/index.js")
        try handlers.link("_shared/further", to: "../../outside.js")
        #expect(try read("../_shared/on", asksKernel: asksKernel) == "shared")
        #expect(try read("../_shared/out", asksKernel: asksKernel) == "leadsOut")
        #expect(try read("../_shared/further", asksKernel: asksKernel) == "leadsOut")
    }

    @Test(arguments: [true, false]) func followsNoLinkThatLeadsOut(_ asksKernel: Bool) throws {
        let outside = handlers.outside.path(percentEncoded: false) + "/outside.js"
        for target in [
            "../victim/index.js", "../../outside.js", outside, handlers.path + "/s/lib/a.js", "/", "..", "../", "lib/../..", "../..",
            "../../handlers/s/lib/a.js", "../_shared/../victim/index.js", "/proc/self/root", "/proc/self/cwd", "/proc/self/fd/0",
            "/dev/zero",
            "../_SHARED/lib/a.js", "../_shared/lib/../../../outside.js",
        ] {
            #expect(try read(target, asksKernel: asksKernel) == "leadsOut", "\(target)")
        }
    }

    @Test(arguments: [true, false]) func saysWhatLeadsNowhere(_ asksKernel: Bool) throws {
        for target in ["none", "link", "lib/a.js/x", "../_shared/none", String(repeating: "x", count: 200)] {
            #expect(try read(target, asksKernel: asksKernel) == "brokenLink", "\(target)")
        }
        #expect(throws: ReadingFailure.vanished) { try open("none", asksKernel: asksKernel) }
        #expect(throws: ReadingFailure.vanished) { try open("lib/a.js/x", asksKernel: asksKernel) }
        #expect(throws: ReadingFailure.leadsOut) { try open("../victim/index.js", asksKernel: asksKernel) }
    }

    @Test(arguments: [true, false]) func followsSoManyLinksAndNoMore(_ asksKernel: Bool) throws {
        try handlers.link("s/0", to: "lib/a.js")
        for number in 1...60 { try handlers.link("s/\(number)", to: "\(number - 1)") }
        #expect(try open("39", asksKernel: asksKernel).read(limit: 10) == Array("own".utf8))
        #expect(throws: ReadingFailure.brokenLink) { try open("60", asksKernel: asksKernel) }
    }

    /// Each folder on the way is open meanwhile.
    @Test(arguments: [true, false]) func aLinkLeadsNoDeeperThanASandboxIs(_ asksKernel: Bool) throws {
        let deep = ".d" + String(repeating: "/d", count: 99)
        try handlers.write("s/\(deep)/a.js", "deep")
        #expect(try read("../s/\(deep)/a.js", asksKernel: asksKernel) == "brokenLink")
        let within = ".d" + String(repeating: "/d", count: 30)
        try handlers.write("s/\(within)/a.js", "within")
        #expect(try read("../s/\(within)/a.js", asksKernel: asksKernel) == "within")
    }

    @Test(arguments: [true, false]) func opensWhatHasALongPath(_ asksKernel: Bool) throws {
        let name = String(repeating: "d", count: 250)
        let path = Array(repeating: name, count: 20).joined(separator: "/")
        // Longer than a path may be that the kernel is asked for.
        var folder = Glibc.open(handlers.path + "/s", O_RDONLY | O_DIRECTORY)
        for _ in 0..<20 {
            #expect(mkdirat(folder, name, 0o700) == 0)
            let next = openat(folder, name, O_RDONLY | O_DIRECTORY)
            close(folder)
            folder = next
        }
        close(openat(folder, "x.js", O_CREAT | O_WRONLY, 0o600))
        close(folder)
        #expect(try open(path + "/x.js", asksKernel: asksKernel).kind == .file)
        // A test's folder is removed by its path, which does not reach so deep.
        #expect(rename(handlers.path + "/s/\(name)/\(name)", handlers.path + "/s/rest") == 0)
        var rest = handlers.path + "/s/rest"
        for number in 0..<4 {
            let half = rest + "/" + Array(repeating: name, count: 4).joined(separator: "/")
            let next = handlers.path + "/s/rest\(number)"
            #expect(rename(half, next) == 0)
            rest = next
        }
    }

    @Test(arguments: [true, false]) func readsNothingButFiles(_ asksKernel: Bool) throws {
        #expect(mkfifo(handlers.path + "/s/pipe", 0o600) == 0)
        for target in ["pipe", "lib"] { #expect(try read(target, asksKernel: asksKernel) == "vanished") }
    }

    @Test func opensAnEntryBeneathTheFolderOnly() throws {
        try handlers.write(".releases/1/index.js", "released")
        try handlers.link("current", to: ".releases/1")
        try handlers.link("app", to: "current")
        try handlers.link("out", to: "../outside.js")
        for asksKernel in [true, false] {
            let top = try HandlersFolder(path: handlers.path, asksKernel: asksKernel)
            let app = top.sandbox(try top.open("app", to: .look), named: "app")
            #expect(try app.open("index.js", to: .read).read(limit: 10) == Array("released".utf8))
            #expect(throws: ReadingFailure.leadsOut) { try top.open("out", to: .read) }
        }
    }
}
