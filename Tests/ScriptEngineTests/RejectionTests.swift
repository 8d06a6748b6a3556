import ScriptEngine
import TestSupport
import Testing

/// A promise that is rejected …
@EngineActor
@Suite(.ownThreads)
struct RejectionTests {
    private let subject = Subject()

    @Test func isReportedIfNothingHandlesIt() throws {
        _ = try subject.json("Promise.reject(new TypeError('потеряно')); 1")
        let rejections = subject.realm.takeUnhandledRejections()
        #expect(rejections.map(\.description) == ["test.js:1:29: TypeError: потеряно"])
        #expect(subject.realm.takeUnhandledRejections().isEmpty)
    }

    @Test func isNotReportedIfAJobHandlesIt() throws {
        _ = try subject.json(
            "var p = Promise.reject(1); Promise.resolve().then(() => p.catch(() => {})); Promise.reject(2).catch(() => {}); 1")
        #expect(subject.realm.takeUnhandledRejections().isEmpty)
    }

    @Test func isReportedWhateverTheReasonIs() throws {
        _ = try subject.json(
            "Promise.reject(); Promise.reject(null); Promise.reject({ get name() { throw 1 } }); (async () => { throw 'x' })(); 1")
        #expect(subject.realm.takeUnhandledRejections().map(\.thrownType) == ["undefined", "null", "an object", "a string"])
    }

    @Test func goesToTheListenerIfThereIsOne() throws {
        var messages: [String] = []
        subject.realm.onUnhandledRejection = { messages.append($0.message) }
        _ = try subject.json("Promise.reject(new Error('a')); 1")
        _ = try subject.realm.function(evaluating: "(async () => { null.x })", file: "test.js").call()
        #expect(messages.count == 2 && messages.first == "a")
        #expect(subject.realm.takeUnhandledRejections().isEmpty)
    }

    @Test func isForgottenIfTooManyAreKept() throws {
        _ = try subject.json("for (let i = 0; i < 1000; i++) Promise.reject(i); 1")
        let rejections = subject.realm.takeUnhandledRejections()
        #expect(rejections.count == ScriptRealm.keptRejections)
        #expect(rejections.first?.message == "0")
    }
}
