import Foundation
import HTTPText
import TestSupport
import Testing

@testable import HandlerHost

/// Reading while somebody exchanges names of the sandbox as fast as he can: files and folders become links that lead out, and
/// back. `RINGBOX_LINK_RACES` is how often each is read.
@Suite(.ownThreads, .timeLimit(.minutes(10))) struct LinkRaceTests {
    private static let count = ProcessInfo.processInfo.environment["RINGBOX_LINK_RACES"].flatMap { Int($0) } ?? 200
    /// When not one has been read.
    private static let mostTries = 100_000
    private static let secret = "the-token-of-the-host"

    /// What is exchanged: a path in the sandbox, and the link that takes its place.
    enum Case: String, CaseIterable, Sendable {
        case folder, file, neighbour, sharedThenOut, absolute, parent
    }
    private let handlers: TemporaryHandlers

    init() throws {
        handlers = try TemporaryHandlers()
        for folder in ["s/templates", "_shared/templates", "s/templates/d"] {
            try handlers.write("\(folder)/token.txt", "harmless")
            try handlers.write("\(folder)/d/token.txt", "harmless")
        }
        try handlers.write("s/index.js")
        try handlers.write("../data/token.txt", Self.secret)
        try handlers.write("../data/d/token.txt", Self.secret)
        try handlers.write("victim/token.txt", Self.secret)
        try handlers.write("victim/sandbox.yaml", "config: { token: \(Self.secret) }")
    }

    /// Makes the link beside the path that it is exchanged with.
    private func exchange(_ example: Case) throws -> NameExchange {
        let (path, target) =
            switch example {
            case .folder: ("templates/d", "../../../data")
            case .file: ("templates/token.txt", "../../../data/token.txt")
            case .neighbour: ("templates/d", "../../victim")
            case .sharedThenOut: ("templates", "../_shared/../victim")
            case .absolute: ("templates/d", handlers.outside.path(percentEncoded: false) + "/data")
            case .parent: ("templates", "../../data")
            }
        // Hidden: nobody looks at the link but where it takes the place of the path.
        let parts = path.split(separator: "/").map(String.init)
        let link = (parts.dropLast() + [".\(parts.last ?? "")"]).joined(separator: "/")
        try handlers.link("s/" + link, to: target)
        return try NameExchange("\(handlers.path)/s/\(path)", "\(handlers.path)/s/\(link)")
    }

    @Test(arguments: Case.allCases, [true, false]) func nothingFromOutsideIsEverRead(_ example: Case, _ asksKernel: Bool) throws {
        let exchange = try exchange(example)
        defer { exchange.stop() }
        let top = try HandlersFolder(path: handlers.path, asksKernel: asksKernel)
        let name = try #require(SandboxName("s"))
        let reader = SandboxReader(SandboxEntry(name: name, entry: "s", kind: .folder), in: top, pause: {})
        var (tries, wholeCount) = (0, 0)
        // What is refused because a link leads out was seen in that moment; some are read in between.
        while tries < Self.count || (wholeCount == 0 && tries < Self.mostTries) {
            tries += 1
            guard let files = try? reader.read() else { continue }
            wholeCount += 1
            for file in files.files { #expect(!String(decoding: file.bytes, as: UTF8.self).contains(Self.secret), "\(file.path)") }
        }
        #expect(wholeCount > 0)
        // And each file by itself.
        let sandbox = top.sandbox(try top.open("s", to: .look), named: "s")
        for path in ["templates/d/token.txt", "templates/token.txt"] {
            var (tries, openedCount) = (0, 0)
            while tries < Self.count || (openedCount == 0 && tries < Self.mostTries) {
                tries += 1
                guard let bytes = try? sandbox.open(path, to: .read).read(limit: 1_000) else { continue }
                openedCount += 1
                #expect(String(decoding: bytes, as: UTF8.self) == "harmless", "\(path)")
            }
            #expect(openedCount > 0, "\(path)")
        }
        #expect(exchange.stop() > 0)
    }

    @Test(arguments: [true, false]) func aSettingsFileIsNeverSomebodyElses(_ asksKernel: Bool) throws {
        try handlers.write("s/sandbox.yaml", "config: { token: harmless }")
        try handlers.link("s/other.yaml", to: "../victim/sandbox.yaml")
        let exchange = try NameExchange(handlers.path + "/s/sandbox.yaml", handlers.path + "/s/other.yaml")
        defer { exchange.stop() }
        let top = try HandlersFolder(path: handlers.path, asksKernel: asksKernel)
        let sandbox = top.sandbox(try top.open("s", to: .look), named: "s")
        var (tries, openedCount) = (0, 0)
        while tries < Self.count || (openedCount == 0 && tries < Self.mostTries) {
            tries += 1
            guard let bytes = try? sandbox.open("sandbox.yaml", to: .read).read(limit: 1_000) else { continue }
            openedCount += 1
            #expect(!String(decoding: bytes, as: UTF8.self).contains(Self.secret))
        }
        #expect(exchange.stop() > 0 && openedCount > 0)
    }
}
