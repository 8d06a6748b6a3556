import Foundation
import ScriptEngine
import TestSupport
import Testing

/// An engine's heap …
@EngineActor
@Suite(.ownThreads)
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

    /// An engine that goes by the memory of the machine would let it grow to several times of what lives.
    @Test func ofALargeHeapGarbageIsCollectedBeforeItHasDoubled() async {
        // In a process of its own, whose memory nothing else changes.
        await #expect(processExitsWith: .success) {
            let (before, after) = try await Self.memoryOfChurning()
            #expect(before > 40 << 20 && Double(after) < 1.8 * Double(before), "\(before) bytes, and then \(after)")
        }
    }

    /// The private memory of the process with much that lives, before and after making garbage.
    private static func memoryOfChurning() throws -> (before: Int, after: Int) {
        let subject = Subject()
        _ = try subject.json("kept = Array.from({length: 400_000}, (_, index) => ({index, name: 'n' + index})); 1")
        subject.engine.collectGarbage()
        let before = try ProcessMemory.privateBytes()
        for _ in 0..<200 { _ = try subject.json("Array.from({length: 20_000}, (_, index) => ({index, name: 'n' + index})).length") }
        return (before, try ProcessMemory.privateBytes())
    }
}
