import TestSupport
import Testing

@testable import FastAGI

struct SoundShelfTests {
    private typealias File = (name: String, bytes: Int)

    private func total(_ files: [File]) -> Int { files.reduce(0) { $0 + $1.bytes } }

    /// The place of what goes next, among files in the order of their use: the oldest one of the owner with most bytes.
    private func next(_ kept: [File], sparing name: String) -> Int? {
        let owners = Set(kept.map { $0.name.prefix(1) }).filter { owner in kept.contains { $0.name.hasPrefix(owner) && $0.name != name } }
        let sizes = owners.map { owner in (bytes: total(kept.filter { $0.name.hasPrefix(owner) }), owner: owner) }
        guard let most = sizes.max(by: { ($0.bytes, $0.owner) < ($1.bytes, $1.owner) }) else { return nil }
        return kept.firstIndex { $0.name.hasPrefix(most.owner) && $0.name != name }
    }

    /// Against the plainest shelf that there could be.
    @Test func letsTheLeastRecentlyUsedOfTheLargestOwnerGo() {
        var generator = SeededGenerator(seed: 5)
        for _ in 0..<200 {
            var shelf = SoundShelf(limit: 1_000)
            var kept: [File] = []
            for _ in 0..<100 {
                let name = "\(["a", "b", "c"].randomElement(using: &generator) ?? "a")/\(Int.random(in: 0..<10, using: &generator))"
                if let index = kept.firstIndex(where: { $0.name == name }), Bool.random(using: &generator) {
                    let entry = kept.remove(at: index)
                    kept.append(entry)
                    #expect(shelf.use(name) == entry.bytes)
                } else {
                    let bytes = Int.random(in: 1...400, using: &generator)
                    kept.removeAll { $0.name == name }
                    kept.append((name, bytes))
                    var gone: [String] = []
                    if total(kept) > 1_000 {
                        while total(kept) > 900, let index = next(kept, sparing: name) { gone.append(kept.remove(at: index).name) }
                    }
                    #expect(shelf.keep(name, bytes: bytes) == gone)
                }
                #expect(shelf.bytes == total(kept))
                #expect(shelf.count == kept.count)
            }
        }
    }

    @Test func aFileThatIsLargerThanTheShelfGoesItself() {
        var shelf = SoundShelf(limit: 1_000)
        #expect(shelf.keep("a/1", bytes: 900) == [])
        #expect(shelf.keep("b/1", bytes: 1_001) == ["b/1"])
        #expect(shelf.use("a/1") == 900)
        #expect(shelf.use("b/1") == nil)
    }

    @Test func whoHasLittleKeepsItBesideWhoFillsTheShelf() {
        var shelf = SoundShelf(limit: 1_000)
        #expect(shelf.keep("small/1", bytes: 100) == [])
        for number in 0..<1_000 { #expect(!shelf.keep("large/\(number)", bytes: 90).contains("small/1")) }
        #expect(shelf.use("small/1") == 100)
    }
}
