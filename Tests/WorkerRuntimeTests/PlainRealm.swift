import JSONText
import ScriptEngine
import Testing

/// An engine without anything of the worker's: what JavaScript itself makes of a program, and of a patch.
struct PlainRealm {
    private let run: ScriptFunction
    private let apply: ScriptFunction

    /// - Parameter programs: The text of `Scripts/programs.js`, or of another file with a function `runPlain`.
    init(programs: String) throws {
        let realm = ScriptEngine().makeRealm(named: "plain")
        let patches = try Checkout.text(of: "Tests/WorkerRuntimeTests/Scripts/reference-patch.js")
        let code = "(name) => { const module = {}; \(programs) \(patches) return name === 'run' ? runPlain : applyPatch; }"
        run = try realm.function(evaluating: "(\(code))('run')", file: "programs.js")
        apply = try realm.function(evaluating: "(\(code))('apply')", file: "reference-patch.js")
    }

    /// What a program does to the document `before`: JSON with what it has seen, and the text of the document after it.
    ///
    /// - Parameter program: The program as JSON, as a handler gets it.
    func run(on before: String, _ program: String) throws -> JSONValue {
        let text = try #require(try run.callReturningText(.text(before), .json(Array(program.utf8))))
        return try JSONValue(parsing: Array(text.utf8))
    }

    /// The text of what a patch makes of a document.
    func apply(_ patch: String, to document: String) throws -> String? {
        try apply.callReturningText(.text(document), .text(patch))
    }
}
