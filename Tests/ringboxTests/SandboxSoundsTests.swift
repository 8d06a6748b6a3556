import FastAGI
import Foundation
import HTTPText
import HandlerHost
import TestSupport
import Testing

@testable import ringbox

/// A sandbox's sounds are files of the sandbox.
@Suite(.ownThreads, .timeLimit(.minutes(5))) struct SandboxSoundsTests {
    private static let secret = "the-recording-of-a-neighbour"
    private let folder: TemporaryFolder
    private let sounds: SandboxSounds

    init() throws {
        folder = try TemporaryFolder()
        try folder.write("module.exports = () => 1", to: "handlers/s/index.js")
        try folder.write("harmless", to: "handlers/s/sounds/gong.wav")
        try folder.write(Self.secret, to: "handlers/victim/sounds/gong.wav")
        let name = try #require(SandboxName("s"))
        sounds = SandboxSounds(
            files: SandboxSideFiles(of: SandboxEntry(name: name, entry: "s", kind: .folder), in: folder.path + "/handlers"))
    }

    private func link(_ path: String, to target: String) throws {
        try FileManager.default.createSymbolicLink(atPath: folder.path + "/handlers/s/" + path, withDestinationPath: target)
    }

    private func text(_ name: String) throws(SoundFault) -> String {
        String(decoding: try sounds.read(name, limit: 1_000), as: UTF8.self)
    }

    @Test func areReadWhereverTheyLieInTheSandbox() throws {
        #expect(try text("gong.wav") == "harmless")
        // As where a cluster mounts the folder.
        try folder.write("swapped", to: "handlers/s/sounds/..1/bell.wav")
        try link("sounds/..data", to: "..1")
        try link("sounds/bell.wav", to: "..data/bell.wav")
        #expect(try text("bell.wav") == "swapped")
        #expect(throws: SoundFault.fileTooLarge("gong.wav", limit: 4)) { try sounds.read("gong.wav", limit: 4) }
    }

    @Test(arguments: ["out.wav", "absolute.wav", "folder.wav", "fifo.wav", "missing.wav", "nowhere.wav"])
    func areNothingElse(_ name: String) throws {
        try link("sounds/out.wav", to: "../../victim/sounds/gong.wav")
        try link("sounds/absolute.wav", to: folder.path + "/handlers/victim/sounds/gong.wav")
        try link("sounds/nowhere.wav", to: "gone.wav")
        try folder.write("x", to: "handlers/s/sounds/folder.wav/x")
        #expect(mkfifo(folder.path + "/handlers/s/sounds/fifo.wav", 0o600) == 0)
        #expect(throws: SoundFault.noFile(name)) { try text(name) }
    }

    @Test(arguments: [("sounds/gong.wav", "../../victim/sounds/gong.wav"), ("sounds", "../victim/sounds")])
    func areNeverANeighboursWhileNamesAreExchanged(_ path: String, _ target: String) throws {
        try link("other", to: target)
        if path.contains("/") { try link("sounds/other", to: target) }
        let other = path.contains("/") ? "sounds/other" : "other"
        let exchange = try NameExchange("\(folder.path)/handlers/s/\(path)", "\(folder.path)/handlers/s/\(other)")
        defer { exchange.stop() }
        var count = 0
        for _ in 0..<2_000 {
            guard let text = try? text("gong.wav") else { continue }
            #expect(text == "harmless")
            count += 1
        }
        #expect(exchange.stop() > 0 && count > 0)
    }
}
