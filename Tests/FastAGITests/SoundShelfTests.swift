import TestSupport
import Testing

@testable import FastAGI

struct SoundShelfTests {
    /// Against the plainest shelf that there could be.
    @Test func letsTheLeastRecentlyUsedGo() {
        var generator = SeededGenerator(seed: 5)
        for _ in 0..<200 {
            var shelf = SoundShelf(limit: 1_000)
            var kept: [(name: String, bytes: Int)] = []
            for _ in 0..<100 {
                let name = "\(Int.random(in: 0..<20, using: &generator))"
                if let index = kept.firstIndex(where: { $0.name == name }), Bool.random(using: &generator) {
                    let entry = kept.remove(at: index)
                    kept.append(entry)
                    #expect(shelf.use(name) == entry.bytes)
                } else {
                    let bytes = Int.random(in: 1...400, using: &generator)
                    kept.removeAll { $0.name == name }
                    kept.append((name, bytes))
                    var gone: [String] = []
                    if kept.reduce(0, { $0 + $1.bytes }) > 1_000 {
                        while kept.reduce(0, { $0 + $1.bytes }) > 900, kept.count > 1 { gone.append(kept.removeFirst().name) }
                    }
                    #expect(shelf.keep(name, bytes: bytes) == gone)
                }
                #expect(shelf.bytes == kept.reduce(0) { $0 + $1.bytes })
                #expect(shelf.count == kept.count)
            }
        }
    }
}
