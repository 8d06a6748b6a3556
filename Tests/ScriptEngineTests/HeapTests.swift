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
}
