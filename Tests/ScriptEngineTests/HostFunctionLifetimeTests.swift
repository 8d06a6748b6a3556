import ScriptEngine
import TestSupport
import Testing

/// The closure of a host function …
@EngineActor
@Suite(.ownThreads)
struct HostFunctionLifetimeTests {
    private final class Token {}

    @Test func isReleasedWithItsEngine() throws {
        weak var token: Token?
        do {
            let subject = Subject()
            let strong = Token()
            token = strong
            try subject.realm.defineFunction("f") { _ in withExtendedLifetime(strong) { .null } }
            #expect(token != nil)
        }
        #expect(token == nil)
    }

    @Test func isReleasedWhenScriptsHaveForgottenTheFunction() throws {
        final class Counter { var released = 0 }
        final class Tally {
            let counter: Counter
            init(_ counter: Counter) { self.counter = counter }
            deinit { counter.released += 1 }
        }
        let counter = Counter()
        let subject = Subject()
        let use = try subject.realm.function(evaluating: "(f => f())", file: "test.js")
        for _ in 0..<10_000 {
            let tally = Tally(counter)
            let function = subject.realm.makeFunction(named: "f") { _ in withExtendedLifetime(tally) { .number(1) } }
            _ = try use.call(.function(function))
        }
        subject.engine.collectGarbage()
        _ = try subject.json("1")
        #expect(counter.released > 9_900)
        withExtendedLifetime(subject) {}
    }
}
