import Foundation
import HTTPText
import JSONText
import PBXInstructions
import PlainText
import Synchronization
import TestSupport
import Testing

@testable import HandlerHost

/// The good bundles of the data folder.
@Suite(.ownThreads)
struct BundleShelfTests {
    private let folder: TemporaryFolder
    private let told = Told()
    private let a: SandboxName

    init() throws {
        folder = try TemporaryFolder()
        a = try #require(SandboxName("a"))
    }

    @Test func aBundleComesBackAsItWas() async throws {
        let kept = bundle("a", size: 100)
        shelf().keep(kept, of: a)
        try await written("a")
        let read = try #require(shelf().read(a))
        #expect(read.hash == kept.hash && read.runtime == kept.runtime && read.modules == kept.modules)
        #expect(read.sourceMaps == kept.sourceMaps && read.settingsText == kept.settingsText && read.seed == kept.seed)
        #expect(read.routes == kept.routes && read.file == nil)
        let mode = try FileManager.default.attributesOfItem(atPath: folder.path + "/shelf/a.bundle")[.posixPermissions] as? Int
        #expect(mode == 0o600)
    }

    @Test func whatIsToBeWrittenIsReadAlready() async {
        let shelf = shelf()
        for size in 1...50 {
            shelf.keep(bundle("a", size: size), of: a)
            #expect(shelf.read(a)?.modules.first?.code.count == size)
        }
        shelf.forget(a)
        #expect(shelf.read(a) == nil)
        await shelf.flush()
        #expect(shelf.read(a) == nil)
    }

    @Test func aDamagedFileIsToldOfAndNotUsed() async throws {
        shelf().keep(bundle("a", size: 100), of: a)
        try await written("a")
        let whole = try Data(contentsOf: URL(filePath: folder.path + "/shelf/a.bundle"))
        for place in whole.indices {
            var damaged = whole
            damaged[place] ^= 1
            #expect(KeptBundle(decoding: [UInt8](damaged)) == nil, "byte \(place)")
            #expect(KeptBundle(decoding: [UInt8](whole.prefix(place))) == nil, "\(place) bytes")
        }
        try folder.write(whole.dropLast(), to: "shelf/a.bundle")
        let shelf = shelf()
        #expect(shelf.read(a) == nil && told.sentences.count == 1 && told.sentences[0].contains("a.bundle is damaged"))
        await shelf.flush()
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/shelf/a.bundle"))
    }

    /// As of a program that writes the right checksum of the wrong bytes: whatever they say, reading ends, and what is read is whole.
    @Test(arguments: Seeds.upTo(4)) func noBytesEndTheHost(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let head = "ringbox bundle 2\n"
        let body = Array(bundle("a", size: 40).encoded().dropFirst(head.utf8.count + 33))
        var readable = 0
        for _ in 0..<5_000 {
            var bytes = body
            for _ in 0..<Int.random(in: 1...3, using: &generator) where !bytes.isEmpty {
                let place = Int.random(in: bytes.indices, using: &generator)
                switch Int.random(in: 0..<5, using: &generator) {
                case 0: bytes.removeSubrange(place...)
                case 1: bytes.insert(UInt8.random(in: 0...255, using: &generator), at: place)
                // Lengths and counts are numbers of four bytes.
                case 2: for index in bytes.indices[place...].prefix(4) { bytes[index] = 0xff }
                case 3: bytes.replaceSubrange(place..., with: bytes[place...] + bytes[place...])
                default: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
                }
            }
            var checksum = ContentHash()
            checksum.combine(bytes)
            guard let kept = KeptBundle(decoding: Array("\(head)\(checksum)\n".utf8) + bytes) else { continue }
            readable += 1
            #expect(KeptBundle(decoding: kept.encoded())?.modules == kept.modules, "seed \(seed)")
            for map in kept.sourceMaps.values { _ = map.original(line: 1, column: 1) }
        }
        #expect(readable > 100, "seed \(seed)")
    }

    @Test func theBundleOfAnotherSandboxIsNotUsed() async throws {
        let shelf = shelf()
        shelf.keep(bundle("b", size: 100), of: try #require(SandboxName("b")))
        await shelf.flush()
        try folder.write(Data(contentsOf: URL(filePath: folder.path + "/shelf/b.bundle")), to: "shelf/a.bundle")
        #expect(shelf.read(a) == nil)
        #expect(told.sentences.count == 1 && told.sentences[0].contains("that of another sandbox"))
        await shelf.flush()
    }

    @Test func theOnesThatWereNotUsedForLongestGoWhenThereIsTooMuch() async throws {
        let first = shelf()
        for name in ["a", "b", "c"] {
            first.keep(bundle(name, size: 3_000), of: try #require(SandboxName(name)))
            await first.flush()
            // The order of use is that of the names, however fast they are written.
            let age = Date(timeIntervalSinceNow: -1_000 + Double(name.utf8.first ?? 0))
            try FileManager.default.setAttributes([.modificationDate: age], ofItemAtPath: folder.path + "/shelf/\(name).bundle")
        }
        let shelf = BundleShelf(path: folder.path + "/shelf", runtime: "1", limit: 10_000) { _, _ in }
        #expect(shelf.read(try #require(SandboxName("a"))) != nil)
        shelf.keep(bundle("d", size: 3_000), of: try #require(SandboxName("d")))
        await shelf.flush()
        #expect(try left() == ["a.bundle", "c.bundle", "d.bundle"], "the files were listed when the first one came")
        // It is the oldest by the time at which it was written.
        #expect(shelf.read(try #require(SandboxName("c"))) != nil)
        shelf.keep(bundle("e", size: 1_000), of: try #require(SandboxName("e")))
        await shelf.flush()
        #expect(try left() == ["c.bundle", "d.bundle", "e.bundle"])
    }

    /// Two threads that write one file each take the other's away.
    @Test(.timeLimit(.minutes(2))) func oneThreadWritesAtATime() async throws {
        let shelf = shelf()
        for size in 1...2_000 {
            shelf.keep(bundle("a", size: size % 50 + 1), of: a)
            if size % 3 == 0 { await shelf.flush() }
        }
        await shelf.flush()
        #expect(told.sentences == [])
        #expect(try left() == ["a.bundle"])
    }

    /// The kept files, sorted.
    private func left() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: folder.path + "/shelf").sorted() }

    @Test func onlyTheSandboxesThatThereAreStay() async throws {
        let shelf = shelf()
        for name in ["a", "b"] { shelf.keep(bundle(name, size: 10), of: try #require(SandboxName(name))) }
        await shelf.flush()
        shelf.forgetAll { $0 == a }
        try await eventually("the other one is gone") { !FileManager.default.fileExists(atPath: folder.path + "/shelf/b.bundle") }
        #expect(shelf.read(a) != nil)
    }

    @Test func aFolderThatCannotBeWrittenIsToldOfOnce() async throws {
        try folder.write("a file", to: "shelf")
        let shelf = shelf()
        for size in 1...5 {
            shelf.keep(bundle("a", size: size), of: a)
            await shelf.flush()
        }
        #expect(told.sentences.count == 1 && told.sentences[0].contains("cannot be kept"))
    }

    private func shelf() -> BundleShelf {
        BundleShelf(path: folder.path + "/shelf", runtime: "1") { [told] _, sentence in told.note(sentence) }
    }

    private func written(_ name: String) async throws {
        try await eventually("it is written") { FileManager.default.fileExists(atPath: folder.path + "/shelf/\(name).bundle") }
    }

    private func bundle(_ name: String, size: Int) -> KeptBundle {
        var hash = ContentHash()
        hash.combine(name.utf8)
        let bundle = Bundle(
            sandbox: SandboxName(name) ?? a, hash: hash, layout: .files(routes: []),
            modules: [
                ModuleSource(path: "go.ts", code: [UInt8](repeating: 0x20, count: size), kind: .commonJS),
                ModuleSource(path: "текст.txt", code: Array("привет".utf8), kind: .text),
            ],
            sourceMaps: ["go.ts": SourceMap(sources: ["go.ts"], mappings: Array("AAAA".utf8))],
            settings: SandboxSettings(dialect: .uis), settingsText: Array("dialect: uis\n".utf8), seed: StateSeed(["n": 1]))
        return KeptBundle(bundle, runtime: "1", routes: Array("[]".utf8))
    }

    private final class Told: Sendable {
        private let all = Mutex<[String]>([])
        func note(_ sentence: String) { all.withLock { $0.append(sentence) } }
        var sentences: [String] { all.withLock { $0 } }
    }
}
