import ScriptEngine
import Testing

/// An engine's heap …
@EngineActor
struct HeapTests {
    private let subject = Subject()

    @Test func isMeasuredAndCollected() throws {
        _ = try subject.realm.evaluate("var big = []; for (let i = 0; i < 200000; i++) big.push({ i })", file: "test.js")
        let full = subject.engine.heapBytes
        #expect(full > 3_000_000)
        _ = try subject.realm.evaluate("big = null", file: "test.js")
        subject.engine.collectGarbage()
        #expect(subject.engine.heapBytes < full / 4)
    }

    @Test func isCollectedWithoutARealm() throws {
        let engine = ScriptEngine()
        engine.collectGarbage()
        #expect(engine.heapBytes > 0)
    }

    /// An engine that goes by the memory of the machine would let it double first.
    @Test func ofALargeHeapGarbageIsCollectedBeforeItHasDoubled() throws {
        let subject = Subject()
        _ = try subject.json("kept = Array.from({length: 400_000}, (_, index) => ({index, name: 'n' + index})); 1")
        subject.engine.collectGarbage()
        let live = subject.engine.heapBytes
        var most = 0
        for _ in 0..<40 {
            _ = try subject.json("Array.from({length: 20_000}, (_, index) => ({index, name: 'n' + index})).length")
            most = max(most, subject.engine.heapBytes)
        }
        #expect(live > 32 << 20)
        #expect(Double(most) < 1.7 * Double(live), "\(most) bytes, \(live) of them live")
    }
}
