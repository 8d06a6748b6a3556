import ScriptEngine
import TestSupport
import Testing

/// An error of a script …
@Suite(.ownThreads)
struct ScriptErrorTests {
    @Test(arguments: [
        (
            ScriptError.thrown(ScriptException(name: "TypeError", message: "no", file: "a.js", line: 2, column: 3)),
            "a.js:2:3: TypeError: no"
        ),
        (.thrown(ScriptException(name: "", message: "")), "Error"),
        (.thrown(ScriptException(name: "Error", message: "", line: 7)), "line 7: Error"),
        (.thrown(ScriptException(name: "", message: "нет", file: "a.js", thrownType: "a string")), "a.js: a string was thrown: нет"),
        (.syntax(ScriptException(name: "SyntaxError", message: "odd", file: "a.js")), "a.js: SyntaxError: odd"),
        (
            .timedOut(budget: .milliseconds(200), used: .milliseconds(210), frames: []),
            "the script used 0.21 seconds of CPU time and may use 0.2 seconds"
        ),
        (.resultNotJSON(type: "a promise"), "JSON cannot express a promise"),
        (.resultNotFunction(type: "a number"), "a function is expected, and the script gave a number"),
        (.argumentNotJSON(index: 1), "argument 1 is not JSON"),
    ])
    func saysInOneSentenceWhatIsWrong(_ error: ScriptError, _ sentence: String) {
        #expect(error.description == sentence)
    }
}
